//! An exercise's server, as its check runs it.

use std::io;
use std::net::{SocketAddr, TcpListener};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, Builder};
use std::time::Duration;

use super::client::Client;
use crate::given::Stop;
use crate::workshop::open_files;

/// A server that runs on a thread of its own.
pub struct Served {
    pub address: SocketAddr,
    pub stop: Arc<Stop>,
}

impl Served {
    /// A new client of it.
    #[track_caller]
    pub fn client(&self) -> Client {
        Client::connect(self.address)
    }

    /// `count` clients, all accepted, or as many as the limit of open files allows.
    #[track_caller]
    pub fn clients(&self, count: usize) -> Vec<Client> {
        // Each has two ends in this program, and other checks run at the same time.
        let count =
            open_files::limit().map_or(count, |files| count.min(files.saturating_sub(160) / 2));
        let mut clients = Vec::new();
        for number in 1..=count {
            let client = self.client();
            // The listen backlog of most systems holds 128.
            if number % 100 == 0 {
                client.sends(b"hello");
                client.receives(b"hello", "Is a client served while others are connected?");
            }
            clients.push(client);
        }
        clients
    }

    /// Two hundred clients talk at the same time. Asks `question` if one gets another's echo.
    #[track_caller]
    pub fn gives_each_its_own_echo(&self, question: &str) {
        let clients = self.clients(200);
        for round in 1..=3 {
            let message = |number| format!("client {number}, round {round}\n").into_bytes();
            (0..).zip(&clients).for_each(|(number, client)| client.sends(&message(number)));
            for (number, client) in (0..).zip(&clients) {
                client.receives(&message(number), question);
            }
        }
    }
}

/// Fails the check of a server that could not accept a client.
pub fn refused(error: &io::Error) {
    panic!("the server cannot accept a client: {error} (too few open files? `ulimit -n 500`)");
}

/// Runs `serve` for these clients, stops it when they are done, and asks `question` if it
/// does not end within ten seconds.
#[track_caller]
pub fn check(question: &str, serve: fn(TcpListener, &Stop), clients: fn(&Served)) {
    // One check at a time: some systems let a program open few files.
    static ALONE: Mutex<()> = Mutex::new(());
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    static HANGS: AtomicBool = AtomicBool::new(false);
    assert!(!HANGS.load(Ordering::Relaxed), "not tried: the server of another check hangs");

    let listener = TcpListener::bind("127.0.0.1:0").expect("a loopback network (127.0.0.1)");
    let address = listener.local_addr().expect("its address");
    let served = Served { address, stop: Arc::default() };
    let stop = Arc::clone(&served.stop);
    // A panic is reported with its thread's name: let that be the check's.
    let check = thread::current().name().unwrap_or("check").to_owned();
    let started = Builder::new().name(check).spawn(move || serve(listener, &stop));
    let serving = started.expect("a thread for the server");
    let clients = catch_unwind(AssertUnwindSafe(|| clients(&served)));
    served.stop.stop();
    let ends = (0..1_000).any(|_| {
        thread::sleep(Duration::from_millis(10));
        serving.is_finished()
    });
    HANGS.store(!ends, Ordering::Relaxed);
    // A panic of the server first: it says more than its clients' panics.
    if ends {
        serving.join().unwrap_or_else(|payload| resume_unwind(payload));
    }
    clients.unwrap_or_else(|payload| resume_unwind(payload));
    assert!(ends, "the server does not end: {question}");
}
