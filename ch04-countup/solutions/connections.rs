//! Our solution to `connections`.

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
    let Connection { stream, unwritten } = connection;
    if unwritten.is_empty() {
        let read = stream.read(buffer)?;
        *unwritten = buffer[..read].to_vec();
    }
    let written = stream.write(unwritten)?;
    *unwritten = unwritten.split_off(written);
    Ok(written)
}

/// Gives every connection one turn, and drops, which closes, those that have ended and
/// those whose client is gone. Returns whether any had something to do.
pub fn sweep(connections: &mut Vec<Connection>, buffer: &mut [u8]) -> bool {
    let mut busy = false;
    connections.retain_mut(|connection| match echo(connection, buffer) {
        Ok(0) => false,
        Ok(_) => {
            busy = true;
            true
        }
        Err(error) => matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::Interrupted),
    });
    busy
}
