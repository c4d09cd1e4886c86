//! A client of an echo server, which never waits forever.

use std::io::{ErrorKind, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::thread;
use std::time::Duration;

/// The longest wait for the server. Only a server that hangs takes so long.
const PATIENCE: Duration = Duration::from_secs(5);

pub struct Client(pub TcpStream);

impl Client {
    #[track_caller]
    pub fn connect(server: SocketAddr) -> Self {
        let connected = TcpStream::connect_timeout(&server, PATIENCE);
        let stream = connected.expect("does the server still listen, at 127.0.0.1?");
        stream.set_read_timeout(Some(PATIENCE)).expect("a timeout");
        stream.set_write_timeout(Some(PATIENCE)).expect("a timeout");
        Self(stream)
    }

    #[track_caller]
    pub fn sends(&self, bytes: &[u8]) {
        if let Err(error) = (&self.0).write_all(bytes) {
            panic!("a client cannot send its {} bytes: {error}", bytes.len());
        }
    }

    /// Closes its side; it can still read.
    pub fn closes(&self) {
        self.0.shutdown(Shutdown::Write).expect("the connection is open");
    }

    /// Waits until these bytes have arrived. If they do not, asks this question.
    #[track_caller]
    pub fn receives(&self, expected: &[u8], question: &str) {
        let mut received = Vec::new();
        let read = (&self.0).take(expected.len() as u64).read_to_end(&mut received);
        same(&received, expected, read.err(), question);
    }

    /// Waits until these bytes have arrived, and after them the connection's end.
    #[track_caller]
    pub fn receives_to_the_end(&self, expected: &[u8], question: &str) {
        let mut received = Vec::new();
        let read = (&self.0).read_to_end(&mut received);
        same(&received, expected, read.err(), question);
    }
}

/// The two ends of a connection. The second does not block.
pub fn connection() -> (Client, TcpStream) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a loopback network (127.0.0.1)");
    let client = Client::connect(listener.local_addr().expect("its address"));
    let (stream, _) = listener.accept().expect("a client");
    stream.set_nonblocking(true).expect("it is made non-blocking");
    (client, stream)
}

/// Waits until this many bytes can be read from a socket that does not block.
pub fn arrived(stream: &TcpStream, count: usize) {
    while stream.peek(&mut vec![0; count]).unwrap_or(0) < count {
        thread::sleep(Duration::from_millis(1));
    }
}

/// Writes to a socket that does not block until there is no room at either end. Returns how
/// many of these bytes were taken.
pub fn fill(mut stream: &TcpStream, bytes: &[u8]) -> usize {
    let (mut taken, mut refused) = (0, 0);
    while taken < bytes.len() && refused < 5 {
        match stream.write(&bytes[taken..]) {
            Ok(written) => (taken, refused) = (taken + written, 0),
            Err(_) => {
                refused += 1;
                thread::sleep(Duration::from_millis(5));
            }
        }
    }
    taken
}

/// Bytes that show their place: they repeat after 251.
pub fn message(len: usize) -> Vec<u8> {
    let mut bytes = Vec::from_iter(0..=250).repeat(len / 251 + 1);
    bytes.truncate(len);
    bytes
}

/// Like `assert_eq!`, for more bytes than anyone wants to read.
#[track_caller]
fn same(received: &[u8], expected: &[u8], error: Option<std::io::Error>, question: &str) {
    if received == expected && error.is_none() {
        return;
    }
    let right = received.iter().zip(expected).take_while(|(a, b)| a == b).count();
    let then = match error {
        None => "the end".to_owned(),
        Some(error) if error.kind() == ErrorKind::WouldBlock => "nothing more".to_owned(),
        Some(error) => error.to_string(),
    };
    panic!(
        "a client received {} of {} bytes, the first {right} of them right, then {then}. \
         {question}",
        received.len(),
        expected.len()
    );
}
