//! Our solution to `echo`.

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
    loop {
        listener.ready(Interest::Read).await?;
        match listener.io.accept() {
            Ok((stream, _)) => {
                stream.set_nonblocking(true)?;
                return Ok(listener.reactor.register(stream));
            }
            Err(error) if must_wait(&error) => {}
            Err(error) => return Err(error),
        }
    }
}

/// Waits until bytes have arrived, and returns them; none when the other side has sent its
/// last.
///
/// # Errors
///
/// Those of the system, and those of [`Async::ready`].
pub async fn read(stream: &Async<'_, TcpStream>) -> io::Result<Vec<u8>> {
    loop {
        stream.ready(Interest::Read).await?;
        let mut buffer = [0; BUFFER];
        match (&stream.io).read(&mut buffer) {
            Ok(read) => return Ok(buffer[..read].to_vec()),
            Err(error) if must_wait(&error) => {}
            Err(error) => return Err(error),
        }
    }
}

/// Writes all bytes, and waits whenever there is no room.
///
/// # Errors
///
/// Those of the system, and those of [`Async::ready`].
pub async fn write_all(stream: &Async<'_, TcpStream>, mut bytes: &[u8]) -> io::Result<()> {
    while !bytes.is_empty() {
        match (&stream.io).write(bytes) {
            Ok(0) => return Err(ErrorKind::WriteZero.into()),
            Ok(written) => bytes = &bytes[written..],
            Err(error) if must_wait(&error) => stream.ready(Interest::Write).await?,
            Err(error) => return Err(error),
        }
    }
    Ok(())
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
    loop {
        let bytes = read(&stream).await?;
        if bytes.is_empty() {
            return Ok(());
        }
        write_all(&stream, &bytes).await?;
    }
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
    loop {
        let stream = accept(listener).await?;
        spawner.spawn(async {
            let _ = echo(stream).await;
        });
    }
}
