//! The cost of an open connection: 5,000 of them, each served by a thread of its own, then
//! all by one thread, in three ways.
//!
//! `cargo run --release --example five_thousand_connections`

use std::error::Error;
use std::io::{self, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{self, ExitCode};
use std::thread::{self, Builder};
use std::time::{Duration, Instant};

use ch01_loops::cli::report;
use ch02_threads::workshop::measure::memory::memory_of;
use ch02_threads::workshop::measure::threads::{self, STD_STACK, Threads};
use ch02_threads::workshop::measure::{
    Memory, TableWriter, UNKNOWN, bytes, cpu_time, demonstrate, print, room, thousands, time,
};
use ch04_countup::answers::call_later::Scheduler;
use ch04_countup::answers::connections;
use ch04_countup::answers::echo::accept_all;
use ch04_countup::given::{self, Stop};
use ch04_countup::poller::Poller;
use ch04_countup::workshop::clients::{Clients, OPEN_FILES};
use ch04_countup::workshop::server::{self, ServerProcess};

const ABOUT: &str = "\
Opens COUNT connections to a server in a process of its own, has every client
send, checks each echo, and prints what the server takes: a thread each, the
sweep of `connections`, and the reactor on `poll`, on Linux also on epoll.";

const HEADINGS: [&str; 6] = ["resident", "at least", "a round", "first", "p99", "idle"];

const NOTES: &str = "\
At least: resident memory, the threads' stacks in the kernel, and page tables.
A round: every client sends 64 bytes and gets them back; the median of nine.
First: how long one waits for its echo when all were silent for 3 ms, the median
of 200; p99: what 99 in 100 stay under. Idle: processor time if all are silent.
Not counted: the clients, and the sockets in the kernel, the same for all.";

/// The silence of all clients in which processor time is measured.
const IDLE: Duration = Duration::from_secs(1);

/// Serves this many connections until the process ends.
type Serve = fn(TcpListener, u64) -> Result<(), Box<dyn Error>>;

const SERVERS: &[(&str, Serve)] = &[
    ("a thread each", a_thread_each),
    ("sweep", sweep),
    ("poll", poll),
    #[cfg(target_os = "linux")]
    ("epoll", epoll),
];

fn main() -> ExitCode {
    demonstrate("run --release --example five_thousand_connections", ABOUT, 5_000, |count| {
        match server::name() {
            Some(name) => serve(&name, count),
            None => compare(count),
        }
    })
}

fn compare(count: u64) -> Result<(), Box<dyn Error>> {
    let mut table = TableWriter::new(&format!("{} connections", thousands(count)), &HEADINGS);
    for (name, _) in SERVERS {
        let (mut server, mut clients) = (ServerProcess::start(name)?, Clients::default());
        let cells = measured(&mut server, &mut clients, count);
        // The server first: the side that closes first holds the ports for a minute. If it
        // had ended, that is the reason for all that failed.
        server.end()?;
        table.row(name, &cells?);
    }
    print(&format!("\n{NOTES}"));
    Ok(())
}

fn measured(
    server: &mut ServerProcess,
    clients: &mut Clients,
    count: u64,
) -> Result<[String; 6], Box<dyn Error>> {
    let (address, id) = (server.address()?, server.id());
    let before = memory_of(id);
    clients.connect(address, count)?;
    let (round, [first, p99]) = (clients.talk()?, clients.speak_first()?);

    let (quiet, start) = (cpu_time(id), Instant::now());
    thread::sleep(IDLE);
    let (after, idle) = (cpu_time(id), start.elapsed());
    let busy = quiet.zip(after).map(|(quiet, after)| after.saturating_sub(quiet));
    let share = busy.map(|busy| format!("{:.0} %", busy.div_duration_f64(idle) * 100.0));
    let memory = before.zip(memory_of(id)).map(|(before, after)| after.since(before));
    Ok([
        memory.map(|memory| bytes(memory.resident)).unwrap_or(UNKNOWN.to_owned()),
        memory.and_then(Memory::all).map_or(UNKNOWN.to_owned(), bytes),
        time(round),
        time(first),
        time(p99),
        share.unwrap_or(UNKNOWN.to_owned()),
    ])
}

/// Runs the server `name`.
fn serve(name: &str, count: u64) -> Result<(), Box<dyn Error>> {
    let (_, serve) = SERVERS.iter().find(|(server, _)| *server == name).ok_or("no such server")?;
    serve(TcpListener::bind("127.0.0.1:0")?, count)
}

/// All connections on this thread: the exercise `connections`.
fn sweep(listener: TcpListener, _: u64) -> Result<(), Box<dyn Error>> {
    server::announce(&listener)?;
    let stop = Stop::default();
    let mut sched = Scheduler::new();
    given::sweeping::serve(&mut sched, listener, &stop, &refused, connections::sweep)?;
    sched.run();
    Ok(())
}

/// All connections on this thread: the exercise `echo`.
fn poll(listener: TcpListener, _: u64) -> Result<(), Box<dyn Error>> {
    serve_in(Poller::with_poll()?, listener)
}

#[cfg(target_os = "linux")]
fn epoll(listener: TcpListener, _: u64) -> Result<(), Box<dyn Error>> {
    serve_in(Poller::new()?, listener)
}

fn serve_in(poller: Poller, listener: TcpListener) -> Result<(), Box<dyn Error>> {
    server::announce(&listener)?;
    given::server::serve(poller, listener, &Stop::default(), &refused, accept_all)?;
    Ok(())
}

/// Ends the server when it cannot accept all of its clients.
fn refused(error: &io::Error) {
    let _ = report(format_args!(
        "the server cannot accept all clients: {error}; try a smaller COUNT{OPEN_FILES}"
    ));
    process::exit(1);
}

/// Each connection on a thread of its own, which blocks until its client sends.
fn a_thread_each(listener: TcpListener, count: u64) -> Result<(), Box<dyn Error>> {
    let _first = Threads::start_first();
    threads::check(count, STD_STACK, 0)?;
    server::announce(&listener)?;
    for started in 0..count {
        let (stream, _) = listener.accept().inspect_err(refused)?;
        let thread = Builder::new().spawn(|| echo(stream));
        thread.map_err(|error| room::refused("threads", started as usize, count, error))?;
    }
    loop {
        thread::park();
    }
}

/// The loop of one thread. The buffer is on the stack, and small, to be fair.
fn echo(mut stream: TcpStream) -> io::Result<()> {
    let mut buffer = [0; 1024];
    loop {
        match stream.read(&mut buffer)? {
            0 => return Ok(()),
            read => stream.write_all(&buffer[..read])?,
        }
    }
}
