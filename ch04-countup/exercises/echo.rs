//! `echo`: write an echo server of `async fn`s, which read like those of a thread.
//!
//! You write, in this order: `accept`, `read`, `write_all`, `echo` and `accept_all`. What runs
//! the server, and stops it without losing a byte, is given: `given::server::serve`.
//!
//! Its page: exercises/echo.md
//! Check it: `cargo exercises echo`

#![allow(unused)] // until every todo!() is filled in

use std::io::{self, ErrorKind, Read, Write};
use std::net::{TcpListener, TcpStream};

use ch04_countup::answers::join_handle::Spawner;
use ch04_countup::answers::reactor::{Async, Interest};

/// The most bytes to read at a time.
pub const BUFFER: usize = 8 * 1024;

/// Waits for a client, and accepts it.
///
/// # Errors
///
/// Those of the system, and those of [`Async::ready`].
pub async fn accept<'a>(listener: &Async<'a, TcpListener>) -> io::Result<Async<'a, TcpStream>> {
    todo!("wait until a client is there; accept it; make it non-blocking; register it")
}

/// Waits until bytes have arrived, and returns them; none when the other side has sent its
/// last.
///
/// # Errors
///
/// Those of the system, and those of [`Async::ready`].
pub async fn read(stream: &Async<'_, TcpStream>) -> io::Result<Vec<u8>> {
    todo!("wait until there is something; read once; if there was nothing, wait again")
}

/// Writes all bytes, and waits whenever there is no room.
///
/// # Errors
///
/// Those of the system, and those of [`Async::ready`].
pub async fn write_all(stream: &Async<'_, TcpStream>, mut bytes: &[u8]) -> io::Result<()> {
    todo!("while bytes are left: write; wait if `write` would block; go on with the rest")
}

/// True if an operation could do nothing now.
fn must_wait(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::Interrupted)
}

/// Sends everything back to the client until it closes its side.
///
/// # Errors
///
/// If the client is gone.
pub async fn echo(stream: Async<'_, TcpStream>) -> io::Result<()> {
    todo!("read, and write it back, until nothing is read")
}

/// Accepts clients, and spawns a task for each, which echoes. What becomes of one client is
/// no concern of the others.
///
/// # Errors
///
/// Those of [`accept`]; only they end it.
pub async fn accept_all<'a>(
    listener: &Async<'a, TcpListener>,
    spawner: &Spawner<'a>,
) -> io::Result<()> {
    todo!("accept a client; spawn its `echo`; and so on")
}
