//! What an open connection costs: 5,000 of them, each served by a thread of its own, then
//! all by one thread, in three ways.
//!
//! `cargo run --release --example five_thousand_connections`

use ch04_countup::answers::connections;
use ch04_countup::workshop::open_files;
use ch04_countup::workshop::server;
use std::error::Error;
use std::io::{self, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{self, ExitCode};
use std::sync::atomic::AtomicBool;
use std::thread::{self, Builder};
use std::time::{Duration, Instant};

use ch01_loops::cli::report;
use ch02_threads::workshop::measure::limits;
use ch02_threads::workshop::measure::threads::{Refused, STD_STACK, Threads};
use ch02_threads::workshop::measure::{
    Memory, demonstrate, memory_rows, print, row, table, thousands, time,
};
use ch04_countup::answers::call_later::Scheduler;
use ch04_countup::answers::reactor::{self, Stop};
use ch04_countup::poller::Poller;
use ch04_countup::workshop::clients::Clients;
use ch04_countup::workshop::server::Server;

const COMMAND: &str = "run --release --example five_thousand_connections";

const ABOUT: &str = "\
Opens COUNT connections to a server in a process of its own, has every client
send, checks each echo, and prints what the server takes: a thread each, the
sweep of `connections`, and the reactor on `poll`, on Linux also on epoll.";

const NOT_COUNTED: &str = "\
In a round every client sends 64 bytes and gets them back: the median of nine.
First to speak: how long one waits for its echo, when all were silent for 3 ms:
the median of 200, and what 99 in 100 stay under. Not counted: the clients, and
the sockets in the kernel, which are the same for all.";

/// How long all clients are silent while processor time is measured.
const IDLE: Duration = Duration::from_secs(1);

/// Serves so many connections until the process ends.
type Serve = fn(TcpListener, u64) -> Result<(), Box<dyn Error>>;

const SERVERS: &[(&str, Serve)] = &[
    ("a thread each", a_thread_each),
    ("sweep", sweep),
    ("poll", poll),
    #[cfg(target_os = "linux")]
    ("epoll", epoll),
];

/// What a server took while all its clients were there.
struct Cost {
    memory: Option<Memory>,
    round: Duration,
    first: [Duration; 2],
    /// The share of a processor while all clients were silent.
    idle: Option<f64>,
}

fn main() -> ExitCode {
    demonstrate(COMMAND, ABOUT, 5_000, |count| match server::name() {
        Some(name) => serve(&name, count),
        None => compare(count),
    })
}

fn compare(count: u64) -> Result<(), Box<dyn Error>> {
    if let Some(wrong) = open_files::too_few_for(count) {
        return Err(wrong.into());
    }
    // The reactor first: yours may be unsolved.
    let costs = SERVERS.iter().rev().map(|(name, _)| cost(name, count));
    let mut costs = costs.collect::<Result<Vec<Cost>, _>>()?;
    costs.reverse();

    let mut head = vec![format!("{} connections", thousands(count))];
    head.extend(SERVERS.iter().map(|&(name, _)| name.to_owned()));
    let memories: Vec<_> = costs.iter().map(|cost| (cost.memory, count)).collect();
    let mut rows = vec![head];
    rows.extend(memory_rows(&memories));
    rows.push(row("time for a round", &costs, |cost| Some(time(cost.round))));
    rows.push(row("first to speak", &costs, |cost| Some(time(cost.first[0]))));
    rows.push(row("  99 in 100", &costs, |cost| Some(time(cost.first[1]))));
    rows.push(row("processor, all idle", &costs, |cost| {
        Some(format!("{:.0} %", cost.idle? * 100.0))
    }));
    print(&table(&rows));
    print(&format!("\n{NOT_COUNTED}"));
    Ok(())
}

/// What the server `name` costs. If it fails, its own error is reported.
fn cost(name: &str, count: u64) -> Result<Cost, Box<dyn Error>> {
    let mut server = Server::start(name)?;
    let mut clients = Clients::default();
    let cost = measured(&mut server, &mut clients, count);
    // Before the clients: the side that closes first holds the ports for a minute.
    match server.end() {
        Some(told) if cost.is_err() => Err(told.into()),
        _ => cost,
    }
}

fn measured(
    server: &mut Server,
    clients: &mut Clients,
    count: u64,
) -> Result<Cost, Box<dyn Error>> {
    let before = server.takes()?;
    clients.connect(server.address, count)?;
    let (round, first) = (clients.talk()?, clients.speak_first()?);

    let (quiet, start) = (server.takes()?, Instant::now());
    thread::sleep(IDLE);
    let (after, time) = (server.takes()?, start.elapsed());
    let busy = quiet.processor.zip(after.processor);
    let memory = before.memory.zip(after.memory);
    Ok(Cost {
        memory: memory.map(|(before, after)| after.since(before)),
        round,
        first,
        idle: busy
            .map(|(quiet, after)| after.saturating_sub(quiet).as_secs_f64() / time.as_secs_f64()),
    })
}

/// Runs the server `name`.
fn serve(name: &str, count: u64) -> Result<(), Box<dyn Error>> {
    let (_, serve) = SERVERS.iter().find(|(server, _)| *server == name).ok_or("no such server")?;
    serve(TcpListener::bind("127.0.0.1:0")?, count)
}

/// All connections on this thread: the exercise `connections`.
fn sweep(listener: TcpListener, _: u64) -> Result<(), Box<dyn Error>> {
    server::tell_on_request(&listener)?;
    let stop = AtomicBool::new(false);
    let mut sched = Scheduler::new();
    connections::serve(&mut sched, listener, &stop, &refused)?;
    sched.run();
    Ok(())
}

/// All connections on this thread: the exercise `reactor`.
fn poll(listener: TcpListener, _: u64) -> Result<(), Box<dyn Error>> {
    server::tell_on_request(&listener)?;
    reactor::serve(Poller::with_poll()?, listener, &Stop::default(), &refused)?;
    Ok(())
}

#[cfg(target_os = "linux")]
fn epoll(listener: TcpListener, _: u64) -> Result<(), Box<dyn Error>> {
    server::tell_on_request(&listener)?;
    reactor::serve(Poller::new()?, listener, &Stop::default(), &refused)?;
    Ok(())
}

/// Ends the server when it cannot accept all of its clients.
fn refused(error: &io::Error) {
    let _ = report(format_args!("the server cannot accept all of them: {error}"));
    process::exit(1);
}

/// Each connection on a thread of its own, which blocks until its client sends.
fn a_thread_each(listener: TcpListener, count: u64) -> Result<(), Box<dyn Error>> {
    let _first = Threads::start_first();
    let room = limits::Room::look();
    server::tell_on_request(&listener)?;
    for started in 0..count {
        let (stream, _) = listener.accept()?;
        room.check(started).and_then(|()| Builder::new().spawn(|| echo(stream))).map_err(
            |error| Refused {
                started,
                count,
                error,
                limit: limits::probably_met(started, STD_STACK),
            },
        )?;
    }
    loop {
        thread::park();
    }
}

/// The loop of one thread. The buffer is small, to be fair, as it is on the stack.
fn echo(mut stream: TcpStream) -> io::Result<()> {
    let mut buffer = [0; 1024];
    loop {
        match stream.read(&mut buffer)? {
            0 => return Ok(()),
            read => stream.write_all(&buffer[..read])?,
        }
    }
}
