//! `connections`: write an echo server on one thread, which sweeps over its clients.
//!
//! You write one turn of a connection (`echo`) and the sweep, which keeps or drops each
//! (`sweep`). The code that accepts clients and calls `sweep` is given.
//!
//! Its page: exercises/connections.md
//!
//! Check it: `cargo test --test connections`

#[allow(unused_imports, reason = "your answer needs them")]
use std::io::{self, ErrorKind, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use ch04_countup::answers::call_later::Scheduler;

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
        let unwritten = Vec::new();
        Ok(Self { stream, unwritten })
    }

    /// One turn: reads once, unless there are unwritten bytes, then writes once. Bytes
    /// that `write` does not take stay unwritten.
    ///
    /// Returns how many bytes it wrote: zero when the client has sent its last byte
    /// and every byte is written back.
    ///
    /// # Errors
    ///
    /// `WouldBlock` if there is nothing to do now. Any other error except `Interrupted`
    /// means that the client is gone.
    pub fn echo(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let _ = (&mut self.stream, &mut self.unwritten, buffer);
        todo!("read, unless bytes are unwritten; write; keep what `write` did not take")
    }
}

/// Gives every connection one turn, and drops, which closes, those that have ended and
/// those whose client is gone. Returns whether any had something to do.
pub fn sweep(connections: &mut Vec<Connection>, buffer: &mut [u8]) -> bool {
    let _ = (connections, buffer);
    todo!("call `echo` for each; keep it, or drop it")
}

/// What a server's callback passes from one sweep to the next.
struct Server<'a> {
    /// `None` once the server has been asked to stop.
    listener: Option<TcpListener>,
    connections: Vec<Connection>,
    /// Shared by all connections, so silent clients cost little.
    buffer: Vec<u8>,
    /// How many sweeps in a row found nothing to do.
    idle: u32,
    stop: &'a AtomicBool,
    refused: &'a dyn Fn(&io::Error),
}

/// Queues an echo server on `sched`, which serves until `stop` is set.
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
    stop: &'a AtomicBool,
    refused: &'a dyn Fn(&io::Error),
) -> io::Result<()> {
    listener.set_nonblocking(true)?;
    let server = Server {
        listener: Some(listener),
        connections: Vec::new(),
        buffer: vec![0; 64 * 1024],
        idle: 0,
        stop,
        refused,
    };
    sched.call_soon(|sched| server.round(sched));
    Ok(())
}

impl<'a> Server<'a> {
    /// Accepts, sweeps, and queues the next round, after a pause if nothing happened.
    fn round(mut self, sched: &mut Scheduler<'a>) {
        let told = self.stop.load(Ordering::Relaxed);
        self.accept();
        if told {
            self.listener = None;
        }
        let busy = sweep(&mut self.connections, &mut self.buffer);
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

    /// Whether nothing has happened for some 20 ms, and every byte is written back.
    fn is_quiet(&self) -> bool {
        let written = |connection: &Connection| connection.unwritten.is_empty();
        self.idle >= 20 && self.connections.iter().all(written)
    }
}
