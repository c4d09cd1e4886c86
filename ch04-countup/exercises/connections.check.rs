//! Checks `connections.rs`, the file beside this one, which is yours to edit.
//!
//! First one turn of one connection, then one sweep over a few, then a whole server with
//! hundreds of clients: every byte comes back in its place, and a client that stops
//! reading, or vanishes, does not harm the others.

#[cfg_attr(feature = "solutions", path = "../solutions/connections.rs")]
mod connections;

use ch04_countup::workshop::check::served;
use std::io::{ErrorKind, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use ch04_countup::answers::call_later::Scheduler;
use ch04_countup::workshop::check::client::{Client, message};
use ch04_countup::workshop::check::served::{Served, Server};
use connections::{Connection, serve, sweep};

#[test]
fn check_01_a_turn_writes_back_what_it_read() {
    let (client, mut connection) = pair();
    says(&client, &connection, b"hello");
    let echoed = connection.echo(&mut [0; 64]).map_err(|error| error.kind());
    assert_eq!(echoed, Ok(5), "how many bytes were written");
    client.receives(b"hello", "Are the bytes that were read written back?");
}

#[test]
fn check_02_a_turn_with_nothing_to_do_would_block() {
    let (_client, mut connection) = pair();
    let echoed = connection.echo(&mut [0; 64]).map_err(|error| error.kind());
    let expected = Err(ErrorKind::WouldBlock);
    assert_eq!(echoed, expected, "the client is silent: what does `read` return then?");
}

#[test]
fn check_03_the_last_turn_writes_nothing() {
    let (client, mut connection) = pair();
    client.closes();
    let echoed = until(|| match connection.echo(&mut [0; 64]) {
        Err(error) if error.kind() == ErrorKind::WouldBlock => None,
        echoed => Some(echoed.map_err(|error| error.kind())),
    });
    assert_eq!(
        echoed,
        Some(Ok(0)),
        "the client has ended: `read` returns 0; what does `echo` return?"
    );
}

#[test]
fn check_04_a_turn_reads_once() {
    let (client, mut connection) = pair();
    says(&client, &connection, &message(40));
    for turn in 1..=5 {
        let echoed = connection.echo(&mut [0; 8]).map_err(|error| error.kind());
        assert_eq!(
            echoed,
            Ok(8),
            "turn {turn}, 40 bytes have arrived and the buffer holds 8: does a turn read once, so \
             that a client that sends a lot does not hold up the others?"
        );
    }
    client.receives(&message(40), "Is each byte written once, in its place?");
}

#[test]
fn check_05_what_write_does_not_take_is_kept() {
    let (client, mut connection) = pair();
    let words = message(16_000_000);
    says(&client, &connection, b"and more");
    // The client does not read, so not all of this fits.
    connection.unwritten = words.clone();
    let written = connection.echo(&mut [0; 64]).unwrap_or_else(|error| {
        panic!("{error}, yet `write` took a part: `write_all` does not report which part")
    });
    let kept = connection.unwritten.len();
    assert!(
        words.ends_with(&connection.unwritten),
        "of {} unwritten bytes {kept} are left, and not the last ones: is what `write` did not \
         take kept, and is nothing read until it is written?",
        words.len(),
    );
    assert_eq!(
        written,
        words.len() - kept,
        "the bytes returned, and those gone from `unwritten`: does `echo` return what `write` took?"
    );
    thread::scope(|scope| {
        let heard =
            scope.spawn(|| client.receives(&words, "Is each byte written once, in its place?"));
        while !connection.unwritten.is_empty() && !heard.is_finished() {
            if let Err(error) = connection.echo(&mut [0; 64]) {
                assert_eq!(error.kind(), ErrorKind::WouldBlock, "when `write` takes nothing");
            }
        }
    });
}

#[test]
fn check_06_a_sweep_keeps_a_silent_client() {
    let (_client, connection) = pair();
    let mut connections = vec![connection];
    let busy = sweep(&mut connections, &mut [0; 64]);
    assert_eq!(connections.len(), 1, "`WouldBlock` is not the end: is the connection kept?");
    assert!(!busy, "nothing was done, so the server may pause");

    let (_client, mut connection) = pair();
    connection.unwritten = message(16_000_000); // Not all of it fits, as the client does not read.
    let mut connections = vec![connection];
    let idle = until(|| (!sweep(&mut connections, &mut [0; 64])).then_some(()));
    assert!(
        idle.is_some(),
        "bytes are left, but `write` takes none: `WouldBlock` is nothing to do, so may the server \
         pause?"
    );
}

#[test]
fn check_07_a_sweep_returns_whether_any_had_something_to_do() {
    let (_silent, first) = pair();
    let (client, second) = pair();
    let (_silent, third) = pair();
    let (other, fourth) = pair();
    let (_silent, fifth) = pair();
    says(&client, &second, b"hello");
    says(&other, &fourth, b"world");
    let mut connections = vec![first, second, third, fourth, fifth];
    let busy = sweep(&mut connections, &mut [0; 2]);
    assert!(busy, "two of five had something to do, so the server must not pause");
    assert_eq!(connections.len(), 5, "none has ended: is each kept?");
    let left = [1, 3].map(|busy| connections[busy].stream.peek(&mut [0; 64]).unwrap_or(0));
    assert_eq!(
        left,
        [3, 3],
        "bytes left to read, after a sweep with a buffer of 2, of two clients that said 5: has each \
         connection had one turn?"
    );
    client.receives(b"he", "Has each connection had its turn?");
    other.receives(b"wo", "Has each connection had its turn?");
}

#[test]
fn check_08_a_sweep_drops_a_client_that_has_ended() {
    let (client, connection) = pair();
    client.closes();
    let mut connections = vec![connection];
    until(|| {
        sweep(&mut connections, &mut [0; 64]);
        connections.is_empty().then_some(())
    });
    assert_eq!(connections.len(), 0, "`echo` returns 0 at the end: is the connection dropped?");
    client.receives_to_the_end(b"", "Is the connection closed?");
}

#[test]
fn check_09_a_sweep_drops_a_client_that_has_vanished() {
    for ends_first in [false, true] {
        let (client, mut connection) = pair();
        (&connection.stream).write_all(b"unread").expect("room");
        client.0.peek(&mut [0]).expect("it arrives");
        if ends_first {
            client.closes(); // On some systems the error is then another one.
        }
        drop(client); // With something unread, which resets the connection.
        connection.unwritten = message(100);
        let mut connections = vec![connection];
        until(|| {
            sweep(&mut connections, &mut [0; 64]);
            connections.is_empty().then_some(())
        });
        assert_eq!(
            connections.len(),
            0,
            "the client is gone, and `echo` returns an error other than `WouldBlock`: is the \
             connection dropped then, whichever error it is?"
        );
    }
}

#[test]
fn check_10_hundreds_of_clients_each_get_their_own_echo() {
    check(|served| {
        let clients = served.clients(200);
        for round in 1..=3 {
            let words = |number| format!("client {number}, round {round}\n").into_bytes();
            for (number, client) in clients.iter().enumerate() {
                client.sends(&words(number));
            }
            for (number, client) in clients.iter().enumerate() {
                client.receives(&words(number), "Does each connection get a turn in each sweep?");
            }
        }
    });
}

#[test]
fn check_11_a_large_message_comes_back_whole() {
    check(|served| {
        let (client, words) = (served.client(), message(4_000_000));
        thread::scope(|scope| {
            scope.spawn(|| {
                client.sends(&words);
                client.closes(); // It must still get the rest of the echo.
            });
            client.receives_to_the_end(&words, "Is a connection kept until all is written?");
        });
    });
}

#[test]
fn check_12_a_client_that_does_not_read_holds_up_no_other() {
    check(|served| {
        let (mut deaf, other) = (served.client(), served.client());
        let (words, mut said, mut refused) = (message(64_000_000), 0, 0);
        deaf.0.set_nonblocking(true).expect("it never waits");
        while refused < 5 {
            match deaf.0.write(&words[said..words.len().min(said + 500_000)]) {
                Ok(written) => (said, refused) = (said + written, 0),
                Err(_) => {
                    refused += 1;
                    thread::sleep(Duration::from_millis(5));
                }
            }
            assert!(
                said < words.len(),
                "the server keeps reading from a client that does not read: is nothing read until \
                 the rest is written?"
            );
            other.sends(b"and I?");
            other.receives(b"and I?", "Does a turn return when `write` takes nothing?");
        }
        deaf.0.set_nonblocking(false).expect("it waits again");
        deaf.closes();
        deaf.receives_to_the_end(&words[..said], "Is what `write` did not take kept?");
    });
}

#[test]
fn check_13_a_stopping_server_loses_nothing() {
    check(|served| {
        let words = message(100_000);
        let clients = served.clients(20);
        for client in &clients {
            client.sends(&words);
        }
        served.server.stop();
        for client in &clients {
            client.receives_to_the_end(&words, "Does `sweep` return `true` while bytes arrive?");
        }
        let late = TcpStream::connect(served.address);
        assert!(late.is_err(), "a server that has stopped accepts no client");
    });
}

/// The server of the exercise.
#[derive(Default)]
struct Sweeping {
    stop: AtomicBool,
}

impl Server for Sweeping {
    fn serve(&self, listener: TcpListener) {
        let mut sched = Scheduler::new();
        serve(&mut sched, listener, &self.stop, &served::refused).expect("it starts");
        sched.run();
    }

    fn stop(&self) {
        self.stop.store(true, Ordering::Relaxed);
    }
}

#[track_caller]
fn check(clients: fn(&Served<Sweeping>)) {
    let hangs = "the server does not end: does every turn return at once, whatever its client \
                 does, and does `sweep` return `false` if no connection had anything to do?";
    served::check(hangs, clients);
}

/// The two ends of a connection.
fn pair() -> (Client, Connection) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a loopback network (127.0.0.1)");
    let client = Client::connect(listener.local_addr().expect("its address"));
    let (stream, _) = listener.accept().expect("a client");
    (client, Connection::new(stream).expect("it is made non-blocking"))
}

/// Has the client send this, and waits until all of it has arrived.
fn says(client: &Client, connection: &Connection, words: &[u8]) {
    client.sends(words);
    let mut there = vec![0; words.len()];
    until(|| (connection.stream.peek(&mut there).ok()? == words.len()).then_some(()));
}

/// Calls `look` for up to a second, until it finds something.
fn until<T>(mut look: impl FnMut() -> Option<T>) -> Option<T> {
    let start = Instant::now();
    while start.elapsed() < Duration::from_secs(1) {
        if let Some(found) = look() {
            return Some(found);
        }
        thread::sleep(Duration::from_millis(1));
    }
    None
}
