//! The server of `connections`, without the turn and the sweep: accepts clients, sweeps, pauses.

use std::io::{self, ErrorKind};
use std::net::{TcpListener, TcpStream};
use std::time::Duration;

use crate::answers::call_later::Scheduler;
use crate::given::Stop;

/// The pause after a sweep that found nothing to do.
const PAUSE: Duration = Duration::from_millis(1);

/// A client, and the bytes read from it but not yet written back.
pub struct Connection {
    pub stream: TcpStream,
    pub unwritten: Vec<u8>,
}

impl Connection {
    /// A client that has just been accepted.
    ///
    /// # Errors
    ///
    /// If the stream cannot be made non-blocking.
    pub fn new(stream: TcpStream) -> io::Result<Self> {
        stream.set_nonblocking(true)?;
        Ok(Self { stream, unwritten: Vec::new() })
    }
}

/// Gives every connection one turn, and drops some. Returns whether any had something to do.
type Sweep = fn(&mut Vec<Connection>, buffer: &mut [u8]) -> bool;

/// The state that a server's callback passes from one sweep to the next.
struct Server<'a> {
    /// `None` once the server has been asked to stop.
    listener: Option<TcpListener>,
    connections: Vec<Connection>,
    /// Shared by all connections, so silent clients cost little.
    buffer: Vec<u8>,
    /// The number of sweeps in a row that found nothing to do.
    idle: u32,
    stop: &'a Stop,
    refused: &'a dyn Fn(&io::Error),
    sweep: Sweep,
}

/// Queues an echo server on `sched`, which serves until `stop` is called.
///
/// Then it accepts no new clients, echoes what has already arrived, and ends when
/// every client has gone quiet and has read its echo. If it cannot accept a client,
/// usually because file descriptors run out, it calls `refused` and tries again later.
///
/// # Errors
///
/// If the listener cannot be made non-blocking.
pub fn serve<'a>(
    sched: &mut Scheduler<'a>,
    listener: TcpListener,
    stop: &'a Stop,
    refused: &'a dyn Fn(&io::Error),
    sweep: Sweep,
) -> io::Result<()> {
    listener.set_nonblocking(true)?;
    let server = Server {
        listener: Some(listener),
        connections: Vec::new(),
        buffer: vec![0; 64 * 1024],
        idle: 0,
        stop,
        refused,
        sweep,
    };
    sched.call_soon(|sched| server.round(sched));
    Ok(())
}

impl<'a> Server<'a> {
    /// Accepts, sweeps, and queues the next round, after a pause if nothing happened.
    fn round(mut self, sched: &mut Scheduler<'a>) {
        let stops = self.stop.is_requested();
        self.accept();
        if stops {
            self.listener = None;
        }
        let busy = (self.sweep)(&mut self.connections, &mut self.buffer);
        self.idle = if busy { 0 } else { self.idle + 1 };
        if self.listener.is_none() && self.is_quiet() {
            return;
        }
        let pause = if busy { Duration::ZERO } else { PAUSE };
        sched.call_later(pause, |sched| self.round(sched));
    }

    /// Accepts every pending client. One that cannot be accepted stays in the backlog.
    fn accept(&mut self) {
        while let Some(listener) = &self.listener {
            let accepted = listener.accept();
            match accepted.and_then(|(stream, _)| Connection::new(stream)) {
                Ok(connection) => self.connections.push(connection),
                Err(error) => match error.kind() {
                    ErrorKind::WouldBlock => return,
                    // A client that left before it was accepted.
                    ErrorKind::ConnectionAborted | ErrorKind::ConnectionReset => {}
                    _ => return (self.refused)(&error),
                },
            }
        }
    }

    /// True if nothing has happened for some 20 ms, and every byte is written back.
    fn is_quiet(&self) -> bool {
        self.idle >= 20 && self.connections.iter().all(|client| client.unwritten.is_empty())
    }
}
