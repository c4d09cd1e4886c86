//! Looks for the machine's loopback network.

use std::io;
use std::net::{TcpListener, TcpStream};

/// True if nothing can connect to 127.0.0.1, as in some containers. A test is then skipped, and
/// says so.
pub fn is_missing() -> bool {
    let missing = connect().is_err();
    if missing {
        eprintln!("skipped, as this machine has no loopback network (127.0.0.1)");
    }
    missing
}

fn connect() -> io::Result<()> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    TcpStream::connect(listener.local_addr()?)?;
    Ok(())
}
