//! Whether this machine has a network of its own.

use std::net::{TcpListener, TcpStream};

/// Whether nothing can connect to 127.0.0.1, as in some containers: then a test has
/// nothing to look at, and says so.
pub fn is_missing() -> bool {
    let server = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr());
    let missing = server.and_then(TcpStream::connect).is_err();
    if missing {
        eprintln!("skipped, as this machine has no loopback network (127.0.0.1)");
    }
    missing
}
