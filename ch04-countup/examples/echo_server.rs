//! The exercise `echo` as a server for real clients: our solution, or yours with
//! `--features mine`.
//!
//! `cargo run --release -p ch04-countup --example echo_server -- 127.0.0.1:7878`
//!
//! Talk to it with `nc 127.0.0.1 7878` in another terminal, or in several.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::env;
use std::fmt::Display;
use std::io::{self, ErrorKind};
use std::net::{SocketAddr, TcpListener, ToSocketAddrs};
use std::process::ExitCode;
use std::sync::Arc;
use std::thread::Builder;
use std::time::Duration;

use ch01_loops::Console;
use ch01_loops::cli::report;
use ch04_countup::answers::echo::accept_all;
use ch04_countup::given::{Stop, server};
use ch04_countup::poller::Poller;

const HELP: &str = "\
An echo server that serves all its connections on one thread.

Usage: cargo run --release -p ch04-countup --example echo_server -- ADDRESS

ADDRESS is a host and a port: 127.0.0.1:7878, [::1]:7878 or localhost:7878. With
port 0 the system chooses one; `listening on ADDRESS` shows which.

The server runs until Ctrl-C, which ends it at once, or until the end of its
standard input: then it accepts no more clients, echoes what has arrived, and
ends. In the background, without a terminal, give it an input that does not end:
tail -f /dev/null | cargo run --release … --example echo_server -- ADDRESS &";

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
                (1, format!("cannot find {address:?}: {error}"))
            }
            _ => (2, format!("{address:?} is not a host and a port; see --help")),
        },
        [_, more, ..] => (2, format!("unexpected argument {more:?}; see --help")),
    };
    let _ = report(format_args!("error: {wrong}"));
    ExitCode::from(status)
}

fn serve(addresses: &[SocketAddr]) -> io::Result<()> {
    let listener = TcpListener::bind(addresses)?;
    let stop = Arc::new(Stop::default());
    let stopped = Arc::clone(&stop);
    Builder::new().spawn(move || {
        let _ = io::copy(&mut io::stdin(), &mut io::sink());
        stopped.stop();
    })?;
    let poller = Poller::new()?;
    print(format_args!("listening on {}", listener.local_addr()?));

    let reported = RefCell::new(BTreeSet::new());
    let refused = |error: &io::Error| {
        // Each error is reported once, though it recurs every 100 ms.
        if reported.borrow_mut().insert(error.raw_os_error()) {
            let _ = report(format_args!("cannot accept a client now: {error}"));
        }
    };
    server::serve(poller, listener, &stop, &refused, accept_all)
}

/// Prints a line on standard output, at once. Ends the program when its reader is gone.
fn print(line: impl Display) {
    Console::new(Duration::ZERO).print(line);
}
