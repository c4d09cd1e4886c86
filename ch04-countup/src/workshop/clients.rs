//! The clients of a server that is measured: they send in rounds, and compare each echo,
//! byte for byte, with what they sent.

use std::io::{self, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::thread;
use std::time::{Duration, Instant};

use ch02_threads::workshop::measure::room;

const ROUNDS: usize = 9;

/// The number of times that a client sends after a silence.
const SPEAKERS: usize = 200;

/// The silence before each.
const SILENCE: Duration = Duration::from_millis(3);

/// The time after which bytes are missing.
const PATIENCE: Duration = Duration::from_secs(10);

/// Advice if there is no room for all connections.
pub const OPEN_FILES: &str = ", or raise the limit of open files with `ulimit -n`";

/// Clients of one server.
#[derive(Default)]
pub struct Clients(Vec<TcpStream>);

impl Clients {
    /// Connects `count` clients.
    ///
    /// # Errors
    ///
    /// In one line, if the server or the system has no room for all.
    pub fn connect(&mut self, server: SocketAddr, count: u64) -> Result<(), String> {
        for _ in 0..count {
            let number = self.0.len();
            let client = connect(server, number);
            self.0.push(client.map_err(|error| {
                room::refused("connections", number, count, &error) + OPEN_FILES
            })?);
        }
        Ok(())
    }

    /// The median time of a round, in which every client sends, then every client reads its
    /// echo.
    pub fn talk(&self) -> Result<Duration, String> {
        let mut rounds: Vec<Duration> =
            (0..ROUNDS).map(|round| self.round(round)).collect::<Result<_, _>>()?;
        rounds.sort_unstable();
        Ok(rounds[ROUNDS / 2])
    }

    fn round(&self, round: usize) -> Result<Duration, String> {
        let message = |number: usize| format!("{number:<32}{round:>32}").into_bytes();
        let start = Instant::now();
        for (number, mut client) in self.0.iter().enumerate() {
            client.write_all(&message(number)).map_err(failed(number))?;
        }
        for (number, client) in self.0.iter().enumerate() {
            expect(client, &message(number)).map_err(failed(number))?;
        }
        Ok(start.elapsed())
    }

    /// The time until the echo for a client that is the first to send after a silence: the
    /// median, and the time that 99 in 100 stay under.
    pub fn speak_first(&self) -> Result<[Duration; 2], String> {
        let mut waits = Vec::new();
        for turn in 0..SPEAKERS {
            thread::sleep(SILENCE);
            let number = (turn * 53) % self.0.len();
            let start = Instant::now();
            echoes(&self.0[number], &[7; 64]).map_err(failed(number))?;
            waits.push(start.elapsed());
        }
        waits.sort_unstable();
        Ok([waits[SPEAKERS / 2], waits[SPEAKERS * 99 / 100]])
    }
}

fn connect(server: SocketAddr, number: usize) -> io::Result<TcpStream> {
    let client = TcpStream::connect(server)?;
    client.set_read_timeout(Some(PATIENCE))?;
    client.set_nodelay(true)?;
    if number % 100 == 99 {
        // The listen backlog has room for 128, and a client that finds it full tries again
        // in a second. So wait until all have been accepted.
        echoes(&client, b"hello")?;
    }
    Ok(client)
}

fn echoes(mut client: &TcpStream, message: &[u8]) -> io::Result<()> {
    client.write_all(message)?;
    expect(client, message)
}

/// Reads as many bytes as `message` has. They must be the same.
fn expect(mut client: &TcpStream, message: &[u8]) -> io::Result<()> {
    let mut echo = vec![0; message.len()];
    let read = client.read_exact(&mut echo);
    read.map_err(|error| io::Error::other(format!("bytes are missing: {error}")))?;
    if echo == message {
        return Ok(());
    }
    let [echo, message] = [&echo, message].map(String::from_utf8_lossy);
    Err(io::Error::other(format!("got {echo:?}, not {message:?}")))
}

fn failed(number: usize) -> impl Fn(io::Error) -> String {
    move |error| format!("client {}: {error}", number + 1)
}
