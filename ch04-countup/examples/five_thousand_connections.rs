//! What a connection costs while it is open: 5,000 of them, all served by one
//! thread, and then each by a thread of its own.
//!
//! `cargo run --release -p ch04-countup --example five_thousand_connections`

#[allow(dead_code)]
#[path = "../solutions/call_later.rs"]
mod call_later;
#[path = "common/clients.rs"]
mod clients;
#[path = "../solutions/connections.rs"]
mod connections;
#[path = "../../ch02-threads/examples/common/measure.rs"]
mod measure;
#[path = "common/open_files.rs"]
mod open_files;
#[path = "../../ch02-threads/examples/common/threads.rs"]
mod threads;

use std::cell::OnceCell;
use std::error::Error;
use std::io::{self, ErrorKind, Read, Write};
use std::iter;
use std::net::{TcpListener, TcpStream};
use std::process::ExitCode;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, Builder};
use std::time::Duration;

use call_later::Scheduler;
use clients::Cost;
use measure::{NOT_KNOWN, bytes, demonstrate, print, table, thousands};
use threads::{Refused, STD_STACK, Threads, limits};

const ABOUT: &str = "\
Opens COUNT connections, has every client talk and checks what each hears, and
prints what a server takes for them: one thread for all, then a thread for each.";

const NOT_COUNTED: &str = "\
In a round every client sends 64 bytes and gets them back; the time is the
median of nine. Not counted: the clients, who are in this process too; and
what the kernel keeps for itself: the sockets and what is in them, the same for
both; and for each thread one more stack, of 16 KiB on Linux, and page tables.";

type Failure = Box<dyn Error + Send + Sync>;

/// Serves so many connections, or until it is told to stop.
type Server = fn(TcpListener, &AtomicBool, u64) -> Result<(), Failure>;

fn main() -> ExitCode {
    demonstrate(ABOUT, 5_000, |count| {
        run(count).map_err(|wrong| -> Box<dyn Error> { wrong })
    })
}

fn run(count: u64) -> Result<(), Failure> {
    if let Some(wrong) = open_files::too_few_for(count) {
        return Err(wrong.into());
    }
    let _first = Threads::start_first();
    // In this order: what the first leaves to the second makes the second cheaper.
    let one = measured(count, one_thread)?;
    let many = measured(count, a_thread_each)?;

    let row = |label: &str, cell: &dyn Fn(&Cost) -> Option<String>| {
        let cells = [&one, &many].map(|cost| cell(cost).unwrap_or(NOT_KNOWN.to_owned()));
        iter::once(label.to_owned()).chain(cells).collect()
    };
    let title = format!("{} connections", thousands(count));
    print(&table(&[
        vec![title, "one thread".to_owned(), "a thread each".to_owned()],
        row("address space", &|cost| {
            Some(bytes(cost.memory?.address_space))
        }),
        row("  each", &|cost| {
            Some(bytes(cost.memory?.address_space / count))
        }),
        row("resident memory", &|cost| {
            Some(bytes(cost.memory?.resident))
        }),
        row("  each", &|cost| Some(bytes(cost.memory?.resident / count))),
        row("time for a round", &|cost| Some(measure::time(cost.round))),
        row("processor, all idle", &|cost| {
            Some(format!("{:.0} %", cost.idle? * 100.0))
        }),
    ]));
    if let Some(times) = times(&one, &many) {
        let times = thousands(times);
        print(&format!("\nA thread each takes {times} times the memory."));
    }
    print(&format!("\n{NOT_COUNTED}"));
    Ok(())
}

fn times(one: &Cost, many: &Cost) -> Option<u64> {
    many.memory?.resident.checked_div(one.memory?.resident)
}

/// Runs the server on this thread, and its clients on another.
fn measured(count: u64, serve: Server) -> Result<Cost, Failure> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let address = listener.local_addr()?;
    let stop = AtomicBool::new(false);
    thread::scope(|scope| {
        let clients = Builder::new().spawn_scoped(scope, || {
            let cost = clients::measure(address, count);
            stop.store(true, Ordering::Relaxed);
            cost
        })?;
        // When the server fails, it says more of it than the clients who suffer.
        let served = serve(listener, &stop, count);
        let cost = clients.join().expect("clients do not panic");
        served.and(cost)
    })
}

/// All connections on this thread: the answer of the exercise `connections`.
fn one_thread(listener: TcpListener, stop: &AtomicBool, _: u64) -> Result<(), Failure> {
    let failure = OnceCell::new();
    let refused = |error: &io::Error| {
        if open_files::are_used_up(error) {
            let _ = failure.set(format!("the server cannot take in all of them: {error}"));
            stop.store(true, Ordering::Relaxed);
        }
    };
    let mut sched = Scheduler::new();
    connections::serve(&mut sched, listener, stop, &refused)?;
    sched.run();
    drop(sched);
    failure.into_inner().map_or(Ok(()), |told| Err(told.into()))
}

/// Each connection on a thread of its own, which blocks until its client talks.
fn a_thread_each(listener: TcpListener, stop: &AtomicBool, count: u64) -> Result<(), Failure> {
    let room = limits::Room::look();
    listener.set_nonblocking(true)?;
    // The threads end when their clients have left, or have found the door closed.
    thread::scope(|scope| {
        let listener = listener;
        let mut started = 0;
        while started < count && !stop.load(Ordering::Relaxed) {
            let stream = match listener.accept() {
                Ok((stream, _)) => stream,
                Err(error) if error.kind() == ErrorKind::WouldBlock => {
                    thread::sleep(Duration::from_millis(1));
                    continue;
                }
                Err(error) => return Err(error.into()),
            };
            stream.set_nonblocking(false)?;
            room.check(started)
                .and_then(|()| Builder::new().spawn_scoped(scope, || echo(stream)))
                .map_err(|error| Refused {
                    started,
                    count,
                    error,
                    limit: limits::probably_met(started, STD_STACK),
                })?;
            started += 1;
        }
        Ok(())
    })
}

/// The loop of one thread. The buffer is small, to be fair: it is on the stack.
fn echo(mut stream: TcpStream) -> io::Result<()> {
    let mut buffer = [0; 1024];
    loop {
        match stream.read(&mut buffer)? {
            0 => return Ok(()),
            read => stream.write_all(&buffer[..read])?,
        }
    }
}
