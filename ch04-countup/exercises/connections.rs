//! `connections`: write an echo server on one thread, which sweeps over its clients.
//!
//! You write one turn of a connection, `echo`, and the sweep, which keeps or drops each. What
//! accepts clients and calls `sweep` is given: `given::sweeping`.
//!
//! Its page: exercises/connections.md
//! Check it: `cargo exercises connections`

#![allow(unused, clippy::ptr_arg)] // until every todo!() is filled in

use std::io::{self, ErrorKind, Read, Write};

use ch04_countup::given::sweeping::Connection;

/// One turn of a connection: reads once, unless there are unwritten bytes, then writes once.
/// Bytes that `write` does not take stay unwritten.
///
/// Returns how many bytes it wrote: zero when the client has sent its last byte and every
/// byte is written back.
///
/// # Errors
///
/// `WouldBlock` if there is nothing to do now. Any other error except `Interrupted` means
/// that the client is gone.
pub fn echo(connection: &mut Connection, buffer: &mut [u8]) -> io::Result<usize> {
    todo!("read, unless bytes are unwritten; write; keep what `write` did not take")
}

/// Gives every connection one turn, and drops, which closes, those that have ended and
/// those whose client is gone. Returns whether any had something to do.
pub fn sweep(connections: &mut Vec<Connection>, buffer: &mut [u8]) -> bool {
    todo!("call `echo` for each; keep it, or drop it")
}
