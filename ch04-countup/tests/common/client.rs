//! A client of an echo server, which does not wait for ever.

// Each test file compiles this module anew and uses some of it.
#![allow(dead_code)]

use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpStream};
use std::time::Duration;

/// How long a client waits for the server before its check fails.
const PATIENCE: Duration = Duration::from_secs(2);

pub struct Client(pub TcpStream);

impl Client {
    pub fn connect(server: SocketAddr) -> Self {
        let stream = TcpStream::connect(server).expect("the server listens");
        stream.set_read_timeout(Some(PATIENCE)).expect("a timeout");
        stream.set_write_timeout(Some(PATIENCE)).expect("a timeout");
        Self(stream)
    }

    pub fn says(&self, words: &[u8]) {
        let written = (&self.0).write_all(words);
        written.expect("it cannot be sent: is a connection kept, and read again and again?");
    }

    /// Ends its side; it can still listen.
    pub fn ends(&self) {
        let ended = self.0.shutdown(Shutdown::Write);
        ended.expect("the connection is there");
    }

    /// Waits until these words have come.
    pub fn hears(&self, words: &[u8]) {
        let mut heard = vec![0; words.len()];
        let read = (&self.0).read_exact(&mut heard);
        read.expect("no echo: is what `write` did not take kept, and the connection too?");
        same(&heard, words);
    }

    /// Waits until these words have come, and after them the connection's end.
    pub fn hears_to_the_end(&self, words: &[u8]) {
        let mut heard = Vec::new();
        let read = (&self.0).read_to_end(&mut heard);
        read.expect("no good end: is a connection dropped when its client has ended, not sooner?");
        same(&heard, words);
    }
}

/// Bytes that tell where they stand: every 251 they begin anew.
pub fn message(len: usize) -> Vec<u8> {
    let mut bytes = Vec::from_iter(0..=250).repeat(len / 251 + 1);
    bytes.truncate(len);
    bytes
}

/// As `assert_eq!`, for more bytes than anyone wants to read.
fn same(heard: &[u8], said: &[u8]) {
    if heard != said {
        let right = heard.iter().zip(said).take_while(|(a, b)| a == b).count();
        let (heard, said) = (heard.len(), said.len());
        panic!(
            "of {said} bytes {heard} came back, the first {right} right: is each byte written \
             once, in its place, also when `write` takes only some of them?"
        );
    }
}
