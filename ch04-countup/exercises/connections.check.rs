//! Checks `connections.rs`. Edit that file, not this one.
//!
//! - A turn reads at most once, and writes once; it returns at once, whatever its client does.
//! - What `write` does not take is kept, and written first; nothing is read until then.
//! - `echo` returns the bytes written: 0 at the end, `WouldBlock` when there is nothing to do.
//! - A sweep gives each connection one turn, and drops those that have ended or are gone.
//! - It returns whether any had something to do.

#[cfg_attr(feature = "solutions", path = "../solutions/connections.rs")]
mod connections;

use std::io::ErrorKind::{self, WouldBlock};
use std::io::Write;
use std::thread;
use std::time::Duration;

use ch01_loops::workshop::check::ends;
use ch04_countup::answers::call_later::Scheduler;
use ch04_countup::given::Stop;
use ch04_countup::given::sweeping::{Connection, serve};
use ch04_countup::workshop::check::client::{Client, arrived, connection, message};
use ch04_countup::workshop::check::served::{self, Served};
use connections::{echo, sweep};

#[test]
fn check_01_a_turn_writes_back_what_it_read() {
    returns_at_once(|| {
        let (client, mut connection) = pair();
        sends(&client, &connection, b"hello");
        assert_eq!(turn(&mut connection, 64), Ok(5), "how many bytes were written");
        client.receives(b"hello", "Do you write back the bytes that you read?");
    });
}

#[test]
fn check_02_a_turn_with_nothing_to_read_would_block() {
    returns_at_once(|| {
        let (_client, mut connection) = pair();
        let question = "the client is silent: does `echo` return the error of `read`?";
        assert_eq!(turn(&mut connection, 64), Err(WouldBlock), "{question}");
    });
}

#[test]
fn check_03_the_last_turn_writes_nothing() {
    returns_at_once(|| {
        let (client, mut connection) = pair();
        client.closes();
        ended(&connection);
        let question = "the client has closed its side, so `read` returns 0: what does `echo`?";
        assert_eq!(turn(&mut connection, 64), Ok(0), "{question}");
    });
}

#[test]
fn check_04_a_turn_reads_once() {
    returns_at_once(|| {
        let (client, mut connection) = pair();
        sends(&client, &connection, &message(40));
        let turns = [(); 5].map(|()| turn(&mut connection, 8));
        let question = "40 bytes, a buffer of 8: does a turn read once, for the others' sake?";
        assert_eq!(turns, [Ok(8); 5], "{question}");
        client.receives(&message(40), "Do you write each byte once, in its place?");
    });
}

#[test]
fn check_05_what_write_does_not_take_is_kept() {
    returns_at_once(|| {
        let (_client, mut connection) = pair();
        let bytes = message(16_000_000); // The client does not read, so not all of this fits.
        connection.unwritten = bytes.clone();
        let written = turn(&mut connection, 64);
        let question = "`write` took a part: does `echo` return how many? (`write_all` cannot say)";
        let Ok(written @ 1..) = written else { panic!("{written:?}, and {question}") };
        assert!(written < bytes.len(), "it wrote all: do you call `write` once?");
        let kept = connection.unwritten == bytes[written..];
        assert!(kept, "it wrote {written} bytes: do you keep the rest, and send it first?");
    });
}

#[test]
fn check_06_nothing_is_read_until_all_is_written() {
    returns_at_once(|| {
        let (client, mut connection) = pair();
        sends(&client, &connection, b"more");
        connection.unwritten = message(16_000_000); // Some turns write a part of it.
        let (mut left, mut last) = (0, Ok(1));
        while let Ok(1..) = last {
            left = connection.unwritten.len();
            last = turn(&mut connection, 64);
        }
        let question = "the socket takes nothing now: does `echo` return the error of `write`?";
        assert_eq!(last, Err(WouldBlock), "{question}");
        assert_eq!(connection.unwritten.len(), left, "unwritten, and nothing was written");
        let unread = connection.stream.peek(&mut [0; 64]).unwrap_or(0);
        assert_eq!(unread, 4, "bytes still to be read: does `echo` write what is left first?");
    });
}

#[test]
fn check_07_a_silent_client_takes_no_memory() {
    returns_at_once(|| {
        let (client, mut connection) = pair();
        sends(&client, &connection, b"hello");
        assert_eq!(turn(&mut connection, 65_536), Ok(5), "how many bytes were written");
        let kept = connection.unwritten.capacity();
        assert!(kept <= 64, "all 5 bytes are written, and `unwritten` holds on to {kept}: why?");
    });
}

#[test]
fn check_08_a_sweep_keeps_a_client_with_nothing_to_do() {
    returns_at_once(|| {
        let ((_silent, first), (_deaf, mut second)) = (pair(), pair());
        second.unwritten = message(16_000_000);
        let mut connections = vec![first, second];
        // The first sweeps write a part.
        let idle = (0..100).any(|_| {
            thread::sleep(Duration::from_millis(1));
            !sweep(&mut connections, &mut [0; 64])
        });
        assert_eq!(connections.len(), 2, "`WouldBlock` is not the end: do you keep each?");
        assert!(idle, "neither had anything to do: does it say so, so that the server pauses?");
    });
}

#[test]
fn check_09_a_sweep_drops_a_client_that_has_ended() {
    returns_at_once(|| {
        let (client, connection) = pair();
        client.closes();
        ended(&connection);
        let mut connections = vec![connection];
        sweep(&mut connections, &mut [0; 64]);
        assert_eq!(connections.len(), 0, "`echo` returned 0, the end: do you drop the connection?");
        client.receives_to_the_end(b"", "Is the connection closed?");
    });
}

#[test]
fn check_10_a_sweep_drops_a_client_that_is_gone() {
    returns_at_once(|| {
        let (client, mut connection) = pair();
        connection.stream.write_all(b"unread").expect("room");
        client.0.peek(&mut [0]).expect("it arrives");
        drop(client); // With something unread, which resets the connection.
        connection.unwritten = message(100);
        let mut connections = vec![connection];
        for _ in 0..3 {
            sweep(&mut connections, &mut [0; 64]); // On some systems the first `write` passes.
            thread::sleep(Duration::from_millis(5));
        }
        assert_eq!(connections.len(), 0, "an error other than `WouldBlock`: do you drop it?");
    });
}

#[test]
fn check_11_a_sweep_gives_each_connection_one_turn() {
    returns_at_once(|| {
        let pairs = [(); 5].map(|()| pair());
        pairs[0].0.closes();
        ended(&pairs[0].1);
        for (client, connection) in &pairs[1..4] {
            sends(client, connection, b"hello");
        }
        let (clients, mut connections): (Vec<_>, Vec<_>) = pairs.into_iter().unzip();
        let busy = sweep(&mut connections, &mut [0; 2]);
        assert!(busy, "three had something to do: does it say so, so that the server goes on?");
        assert_eq!(connections.len(), 4, "only the first has ended: do you keep the others?");
        let unread = connections.iter().map(|left| left.stream.peek(&mut [0; 9]).unwrap_or(0));
        let mut unread = Vec::from_iter(unread);
        unread.sort_unstable(); // The order of the connections is not promised.
        let question = "bytes unread, of 5 each, with a buffer of 2: has each had one turn?";
        assert_eq!(unread, [0, 3, 3, 3], "{question}");
        clients[1..4].iter().for_each(|client| client.receives(b"he", "Do you echo it?"));
    });
}

#[test]
fn check_12_hundreds_of_clients_each_get_their_own_echo() {
    check(|served| {
        served.gives_each_its_own_echo("Does each connection get a turn in each sweep?");
    });
}

// Helpers.

#[track_caller]
fn check(clients: fn(&Served)) {
    let serves = |listener, stop: &Stop| {
        let mut sched = Scheduler::new();
        serve(&mut sched, listener, stop, &served::refused, sweep).expect("it starts");
        sched.run();
    };
    served::check("is `sweep` false if no connection had anything to do?", serves, clients);
}

#[track_caller]
fn returns_at_once(job: fn()) {
    ends("does each turn return at once, when it can do nothing more?", job);
}

fn pair() -> (Client, Connection) {
    let (client, stream) = connection();
    (client, Connection::new(stream).expect("it is made non-blocking"))
}

/// One turn, with a buffer of this size.
fn turn(connection: &mut Connection, size: usize) -> Result<usize, ErrorKind> {
    echo(connection, &mut vec![0; size]).map_err(|error| error.kind())
}

/// Has the client send this, and waits until all of it has arrived.
fn sends(client: &Client, connection: &Connection, bytes: &[u8]) {
    client.sends(bytes);
    arrived(&connection.stream, bytes.len());
}

/// Waits until the end of what the client has sent has arrived.
fn ended(connection: &Connection) {
    while connection.stream.peek(&mut [0]).is_err() {
        thread::sleep(Duration::from_millis(1));
    }
}
