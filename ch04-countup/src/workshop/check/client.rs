//! A client of an echo server that does not wait forever.

use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpStream};
use std::time::Duration;

/// How long a client waits for the server before its check fails.
const PATIENCE: Duration = Duration::from_secs(1);

pub struct Client(pub TcpStream);

impl Client {
    #[track_caller]
    pub fn connect(server: SocketAddr) -> Self {
        let stream = TcpStream::connect(server);
        let stream = stream.expect("a server that listens, and a loopback network (127.0.0.1)");
        stream.set_read_timeout(Some(PATIENCE)).expect("a timeout");
        stream.set_write_timeout(Some(PATIENCE)).expect("a timeout");
        Self(stream)
    }

    #[track_caller]
    pub fn says(&self, words: &[u8]) {
        if let Err(error) = (&self.0).write_all(words) {
            panic!("a client cannot send its {} bytes: {error}", words.len());
        }
    }

    /// Ends its side; it can still read.
    pub fn ends(&self) {
        let ended = self.0.shutdown(Shutdown::Write);
        ended.expect("the connection is open");
    }

    /// Waits until these words have arrived. If they do not, asks this question.
    #[track_caller]
    pub fn hears(&self, words: &[u8], question: &str) {
        let mut heard = Vec::new();
        let read = (&self.0).take(words.len() as u64).read_to_end(&mut heard);
        same(&heard, words, read.err(), question);
    }

    /// Waits until these words have arrived, and after them the connection's end.
    #[track_caller]
    pub fn hears_to_the_end(&self, words: &[u8], question: &str) {
        let mut heard = Vec::new();
        let read = (&self.0).read_to_end(&mut heard);
        same(&heard, words, read.err(), question);
    }
}

/// Bytes that show their place: they repeat after 251.
pub fn message(len: usize) -> Vec<u8> {
    let mut bytes = Vec::from_iter(0..=250).repeat(len / 251 + 1);
    bytes.truncate(len);
    bytes
}

/// As `assert_eq!`, for more bytes than anyone wants to read.
#[track_caller]
fn same(heard: &[u8], said: &[u8], error: Option<std::io::Error>, question: &str) {
    if heard != said || error.is_some() {
        let right = heard.iter().zip(said).take_while(|(a, b)| a == b).count();
        let (heard, said) = (heard.len(), said.len());
        let then = error.map_or("the end".to_owned(), |error| error.to_string());
        panic!(
            "a client received {heard} of {said} bytes, the first {right} of them right, then \
             {then}. {question}"
        );
    }
}
