//! The clients of a server that is measured: they talk in rounds, and compare what
//! they hear, byte for byte, with what they said.

use std::io::{self, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpStream};
use std::thread;
use std::time::{Duration, Instant};

use super::Failure;
use super::measure::{Memory, cpu_time, memory, thousands};

const ROUNDS: usize = 9;

/// How long nobody talks while the processor's time is taken.
const IDLE: Duration = Duration::from_secs(1);

/// How long a client waits before it says that bytes are missing.
const PATIENCE: Duration = Duration::from_secs(10);

/// What a server took while all its clients were there.
pub struct Cost {
    pub memory: Option<Memory>,
    pub round: Duration,
    /// The share of a processor while nobody talked.
    pub idle: Option<f64>,
}

/// What a server in this process takes for so many clients.
pub fn measure(server: SocketAddr, count: u64) -> Result<Cost, Failure> {
    let mut clients = Vec::with_capacity(usize::try_from(count)?);
    memory(); // The first look takes memory of its own.
    let before = memory();
    while (clients.len() as u64) < count {
        let client = connect(server, clients.len());
        clients.push(client.map_err(|error| {
            let (got, count) = (thousands(clients.len() as u64), thousands(count));
            format!("got {got} of {count} connections and not one more: {error}")
        })?);
    }

    let rounds: Result<Vec<Duration>, _> = (0..ROUNDS).map(|n| round(&clients, n)).collect();
    let mut rounds = rounds?;
    rounds.sort_unstable();
    let idle = idle();
    let memory = before.zip(memory());
    let memory = memory.map(|(before, after)| after.since(before));

    part(&clients)?;
    Ok(Cost {
        memory,
        round: rounds[ROUNDS / 2],
        idle,
    })
}

fn connect(server: SocketAddr, number: usize) -> io::Result<TcpStream> {
    let client = TcpStream::connect(server)?;
    client.set_read_timeout(Some(PATIENCE))?;
    if number % 100 == 99 {
        // The door has room for 128, and who finds none tries again in a second. So
        // wait until all have been taken in.
        (&client).write_all(b"hello")?;
        hear(&client, b"hello")?;
    }
    Ok(client)
}

/// Has every client say its words, then every client hear them. How long it took.
fn round(clients: &[TcpStream], round: usize) -> Result<Duration, Failure> {
    let words = |number: usize| format!("{number:<32}{round:>32}").into_bytes();
    let failed = |number, error| failed(number, &format!("in round {}", round + 1), error);
    let start = Instant::now();
    for (number, mut client) in clients.iter().enumerate() {
        let said = client.write_all(&words(number));
        said.map_err(|error| failed(number, error))?;
    }
    for (number, client) in clients.iter().enumerate() {
        hear(client, &words(number)).map_err(|error| failed(number, error))?;
    }
    Ok(start.elapsed())
}

/// Reads as many bytes as these words have. They must be the same.
fn hear(mut client: &TcpStream, words: &[u8]) -> io::Result<()> {
    let mut heard = vec![0; words.len()];
    let read = client.read_exact(&mut heard);
    read.map_err(|error| io::Error::other(format!("bytes are missing: {error}")))?;
    if heard == words {
        return Ok(());
    }
    let text = String::from_utf8_lossy;
    let (heard, words) = (text(&heard), text(words));
    Err(io::Error::other(format!("heard {heard:?}, not {words:?}")))
}

/// The share of a processor that this process takes while nobody talks.
fn idle() -> Option<f64> {
    let (start, before) = (Instant::now(), cpu_time()?);
    thread::sleep(IDLE);
    let busy = cpu_time()?.saturating_sub(before);
    Some(busy.as_secs_f64() / start.elapsed().as_secs_f64())
}

/// Has every client end its connection: nothing may come any more but its end.
fn part(clients: &[TcpStream]) -> Result<(), Failure> {
    let failed = |number, error| failed(number, "at the end", error);
    for (number, client) in clients.iter().enumerate() {
        let ended = client.shutdown(Shutdown::Write);
        ended.map_err(|error| failed(number, error))?;
    }
    for (number, mut client) in clients.iter().enumerate() {
        let more = client.read(&mut [0]);
        if more.map_err(|error| failed(number, error))? > 0 {
            let error = io::Error::other("heard more than it said");
            return Err(failed(number, error).into());
        }
    }
    Ok(())
}

fn failed(number: usize, when: &str, error: io::Error) -> String {
    format!("client {} {when}: {error}", thousands(number as u64 + 1))
}
