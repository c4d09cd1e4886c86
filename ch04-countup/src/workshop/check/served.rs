//! An exercise's server, as its check runs it.

use std::net::{SocketAddr, TcpListener};
use std::panic::{self, AssertUnwindSafe};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread::{self, Builder};
use std::time::Duration;
use std::{io, iter};

use ch01_loops::workshop::check::within;

use super::client::Client;
use crate::workshop::open_files;

/// An echo server that another thread can stop.
pub trait Server: Default + Send + Sync + 'static {
    /// Serves until it is stopped.
    fn serve(&self, listener: TcpListener);

    fn stop(&self);
}

/// A server that runs on a thread of its own.
pub struct Served<S> {
    pub address: SocketAddr,
    pub server: S,
}

impl<S: Server> Served<S> {
    /// A new client of it.
    #[track_caller]
    pub fn client(&self) -> Client {
        Client::connect(self.address)
    }

    /// So many at once, all accepted, or as many as the limit of open files allows.
    #[track_caller]
    pub fn clients(&self, count: usize) -> Vec<Client> {
        // Each has two ends in this program, and other checks run at the same time.
        let count =
            open_files::limit().map_or(count, |files| count.min(files.saturating_sub(160) / 2));
        let mut clients = Vec::new();
        for number in 1..=count {
            clients.push(self.client());
            // The listen backlog of most systems holds 128.
            if number % 100 == 0 {
                clients[0].says(b"hello");
                clients[0].hears(b"hello", "Is a client served while others connect?");
            }
        }
        clients
    }
}

/// Fails the check of a server that could not accept a client.
pub fn refused(error: &io::Error) {
    panic!("the server cannot accept a client: {error} (too few open files? `ulimit -n 500`)");
}

/// Serves these clients, and stops the server when they are done. Fails with `hangs` if
/// it does not end.
#[track_caller]
pub fn check<S: Server>(hangs: &str, clients: fn(&Served<S>)) {
    // One check at a time: some systems let a program open few files.
    static ALONE: Mutex<()> = Mutex::new(());
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    static HANGS: AtomicBool = AtomicBool::new(false);
    if HANGS.swap(true, Ordering::Relaxed) {
        panic!("not tried, because the server of another check hangs");
    }

    within(Duration::from_secs(3), hangs, move || {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a loopback network (127.0.0.1)");
        let served =
            Served { address: listener.local_addr().expect("its address"), server: S::default() };
        let check = thread::current().name().unwrap_or("check").to_owned();
        let (server, seen) = thread::scope(|scope| {
            let server = Builder::new().name(check);
            let server = server.spawn_scoped(scope, || served.server.serve(listener));
            let seen = panic::catch_unwind(AssertUnwindSafe(|| clients(&served)));
            served.server.stop();
            (server.expect("a thread for the server").join(), seen)
        });
        HANGS.store(false, Ordering::Relaxed);
        // A panic of the server first: it tells more than its clients' panics.
        for end in iter::once(server).chain(iter::once(seen)) {
            end.unwrap_or_else(|payload| panic::resume_unwind(payload));
        }
    });
}
