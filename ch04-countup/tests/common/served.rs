//! A server of the exercise `connections`, as its check runs it.

use std::net::{SocketAddr, TcpListener};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};
use std::{panic, thread};

use crate::call_later::Scheduler;
use crate::client::Client;
use crate::connections::serve;
use crate::within::within;

/// A server on a thread of its own.
pub struct Served {
    pub address: SocketAddr,
    stop: AtomicBool,
    /// For how long its scheduler has had nothing to do, in microseconds.
    rested: AtomicU64,
}

impl Served {
    /// As `Scheduler::run`, with an eye on the clock.
    fn run(&self, listener: TcpListener) {
        let refused = |error: &_| panic!("{error}: these checks need 500 open files, `ulimit -n`");
        let mut sched = Scheduler::new();
        serve(&mut sched, listener, &self.stop, &refused).expect("it starts");
        while let Some(rest) = sched.run_once() {
            let start = Instant::now();
            thread::sleep(rest);
            let rested = start.elapsed().as_micros() as u64;
            self.rested.fetch_add(rested, Ordering::Relaxed);
        }
    }

    /// Tells it to stop.
    pub fn stop(&self) {
        self.stop.store(true, Ordering::Relaxed);
    }

    /// A new client of it.
    pub fn client(&self) -> Client {
        Client::connect(self.address)
    }

    /// So many at once, whom it has heard of. Behind a listener is room for 128.
    pub fn clients(&self, count: usize) -> Vec<Client> {
        let mut clients = Vec::new();
        while clients.len() < count {
            clients.push(self.client());
            if clients.len() % 100 == 0 {
                clients[0].says(b"hello");
                clients[0].hears(b"hello");
            }
        }
        clients
    }

    /// Fails unless the server rests for three quarters of the time.
    pub fn rests_with(&self, whom: &str) {
        let (start, before) = (Instant::now(), self.rested.load(Ordering::Relaxed));
        thread::sleep(Duration::from_millis(150));
        let time = start.elapsed();
        let rested = Duration::from_micros(self.rested.load(Ordering::Relaxed) - before);
        assert!(
            rested > time.mul_f64(0.75),
            "with {whom}, the server rested {rested:?} of {time:?}: does a connection that has \
             nothing to do join `waiting`, and neither queue itself nor sleep in its turn?"
        );
    }
}

/// Serves these clients, and tells the server to stop when they are done.
pub fn check(clients: fn(&Served)) {
    // One check at a time: some systems let a program open few files.
    static ALONE: Mutex<()> = Mutex::new(());
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);

    let hint = "the server does not end: does every turn return at once, whatever its client does?";
    within(Duration::from_secs(5), hint, move || {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let served = Served {
            address: listener.local_addr().expect("its address"),
            stop: AtomicBool::new(false),
            rested: AtomicU64::new(0),
        };
        let ends = thread::scope(|scope| {
            let server = scope.spawn(|| served.run(listener));
            let clients = scope.spawn(|| clients(&served)).join();
            served.stop();
            [server.join(), clients]
        });
        // A panic of the server first: it tells more than what its clients saw.
        for end in ends {
            end.unwrap_or_else(|payload| panic::resume_unwind(payload));
        }
    });
}
