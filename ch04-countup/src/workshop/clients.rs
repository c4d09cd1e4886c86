//! The clients of a server that is measured: they send in rounds, and compare each echo,
//! byte for byte, with what they sent.

use std::io::{self, ErrorKind, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::thread;
use std::time::{Duration, Instant};

use ch02_threads::workshop::measure::thousands;

const ROUNDS: usize = 9;

/// How many times a client sends after a silence.
const SPEAKERS: usize = 200;

/// The silence before each.
const SILENCE: Duration = Duration::from_millis(3);

/// How long a client waits before it reports that bytes are missing.
const PATIENCE: Duration = Duration::from_secs(10);

/// Clients of one server.
#[derive(Default)]
pub struct Clients(Vec<TcpStream>);

impl Clients {
    /// Connects until there are `count` clients.
    ///
    /// # Errors
    ///
    /// In words, if the server or the system has no room for so many.
    pub fn connect(&mut self, server: SocketAddr, count: u64) -> Result<(), String> {
        let Self(clients) = self;
        while (clients.len() as u64) < count {
            let client = connect(server, clients.len());
            clients.push(client.map_err(|error| {
                let (got, count) = (thousands(clients.len() as u64), thousands(count));
                let told = format!("got {got} of {count} connections and not one more: {error}");
                match is_short_of_ports(&error) {
                    true => format!("{told}; ports become free again in a minute: wait"),
                    false => told,
                }
            })?);
        }
        Ok(())
    }

    /// The median time for a round, in which every client sends its words, then every client
    /// reads its echo.
    pub fn talk(&self) -> Result<Duration, String> {
        let rounds: Result<Vec<Duration>, _> = (0..ROUNDS).map(|n| self.round(n)).collect();
        let mut rounds = rounds?;
        rounds.sort_unstable();
        Ok(rounds[ROUNDS / 2])
    }

    fn round(&self, round: usize) -> Result<Duration, String> {
        let words = |number: usize| format!("{number:<32}{round:>32}").into_bytes();
        let start = Instant::now();
        for (number, mut client) in self.0.iter().enumerate() {
            let said = client.write_all(&words(number));
            said.map_err(|error| failed(number, error))?;
        }
        for (number, client) in self.0.iter().enumerate() {
            hear(client, &words(number)).map_err(|error| failed(number, error))?;
        }
        Ok(start.elapsed())
    }

    /// How long a client waits for its echo when it is the first to send after a silence:
    /// the median, and what all but one in a hundred stay under.
    pub fn speak_first(&self) -> Result<[Duration; 2], String> {
        let words = [7; 64];
        let mut waits = Vec::new();
        for turn in 0..SPEAKERS {
            thread::sleep(SILENCE);
            let number = (turn * 53) % self.0.len();
            let mut client = &self.0[number];
            let start = Instant::now();
            let echoed = client.write_all(&words).and_then(|()| hear(client, &words));
            echoed.map_err(|error| failed(number, error))?;
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
        (&client).write_all(b"hello")?;
        hear(&client, b"hello")?;
    }
    Ok(client)
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

/// Whether no port is left for another client. If the client closes a connection first,
/// its port stays taken for a minute or two, so the server closes first.
fn is_short_of_ports(error: &io::Error) -> bool {
    // On Windows, WSAEADDRINUSE and WSAENOBUFS.
    let on_windows = cfg!(windows) && matches!(error.raw_os_error(), Some(10_048 | 10_055));
    error.kind() == ErrorKind::AddrNotAvailable || on_windows
}

fn failed(number: usize, error: io::Error) -> String {
    format!("client {}: {error}", thousands(number as u64 + 1))
}
