//! The answer of the exercise `connections` as a server for real clients.
//!
//! `cargo run --release -p ch04-countup --example echo_server -- 127.0.0.1:7878`
//!
//! Talk to it with `nc 127.0.0.1 7878` in another terminal, or in several.

#[allow(dead_code)]
#[path = "../solutions/call_later.rs"]
mod call_later;
#[path = "../solutions/connections.rs"]
mod connections;

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::env;
use std::fmt::Display;
use std::io::{self, ErrorKind};
use std::net::{SocketAddr, TcpListener, ToSocketAddrs};
use std::process::ExitCode;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::Builder;
use std::time::Duration;

use call_later::Scheduler;
use ch01_loops::Console;
use ch01_loops::cli::tell;

const HELP: &str = "\
An echo server that holds all its connections on one thread.

Usage: cargo run --release --example echo_server -- ADDRESS

ADDRESS is a host and a port: 127.0.0.1:7878, [::1]:7878 or localhost:7878. With
port 0 the system chooses one. `listening on ADDRESS` says which.

The server runs until Ctrl-C, which ends it at once, or until the end of its
standard input: then it takes in nobody else, echoes what has arrived, and ends.
In the background, where it has no terminal, give it an input that lasts:
tail -f /dev/null | cargo run --release --example echo_server -- ADDRESS &";

/// Set at the end of standard input.
static STOP: AtomicBool = AtomicBool::new(false);

fn main() -> ExitCode {
    let args: Vec<_> = env::args_os().skip(1).collect();
    let (status, wrong) = match args.as_slice() {
        [help] if help == "-h" || help == "--help" => {
            print(HELP);
            return ExitCode::SUCCESS;
        }
        [] => (2, "an address is missing; see --help".to_owned()),
        [address] => match address.to_str().map(ToSocketAddrs::to_socket_addrs) {
            Some(Ok(addresses)) => match serve(&Vec::from_iter(addresses)) {
                Ok(()) => return ExitCode::SUCCESS,
                Err(error) => (1, format!("cannot serve on {address:?}: {error}")),
            },
            Some(Err(error)) if error.kind() != ErrorKind::InvalidInput => {
                (1, format!("there is no {address:?}: {error}"))
            }
            _ => (
                2,
                format!("{address:?} is not a host and a port; see --help"),
            ),
        },
        [_, more, ..] => (2, format!("unexpected argument {more:?}; see --help")),
    };
    let _ = tell(format_args!("error: {wrong}"));
    ExitCode::from(status)
}

fn serve(addresses: &[SocketAddr]) -> io::Result<()> {
    let listener = TcpListener::bind(addresses)?;
    Builder::new().spawn(|| {
        let _ = io::copy(&mut io::stdin(), &mut io::sink());
        STOP.store(true, Ordering::Relaxed);
    })?;
    print(format_args!("listening on {}", listener.local_addr()?));

    let told = RefCell::new(BTreeSet::new());
    let refused = |error: &io::Error| {
        if told.borrow_mut().insert(error.raw_os_error()) {
            let _ = tell(format_args!("a client must wait at the door: {error}"));
        }
    };
    let mut sched = Scheduler::new();
    connections::serve(&mut sched, listener, &STOP, &refused)?;
    sched.run();
    Ok(())
}

/// Prints a line on standard output, at once. Ends the program when nobody reads it.
fn print(line: impl Display) {
    Console::new(Duration::ZERO).print(line);
}
