//! Checks `echo.rs`. Edit that file, not this one.
//!
//! - `accept` and `read` wait first, for `Interest::Read`, and then accept, or read, once.
//! - `write_all` writes every byte once, and waits, for `Interest::Write`, only for room.
//! - Woken in vain, each waits again. Any other error is returned.
//! - `echo` goes on until nothing is read. A silent client takes little memory.
//! - `accept_all` spawns a task for each client, and ends with the error of `accept`.
//! - A client that is silent, deaf, gone or always sends does not touch the others.

#[cfg_attr(feature = "solutions", path = "../solutions/echo.rs")]
mod echo;

use std::io::Read;
use std::net::{TcpListener, TcpStream};
#[cfg(unix)]
use std::os::fd::OwnedFd as Owned;
#[cfg(windows)]
use std::os::windows::io::OwnedSocket as Owned;
use std::panic::resume_unwind;
use std::pin::pin;
use std::task::{Poll, Waker};
use std::thread;
use std::time::Duration;

use ch01_loops::workshop::check::ends;
use ch04_countup::answers::async_await::Runtime;
use ch04_countup::answers::join_handle::Spawner;
use ch04_countup::answers::reactor::{Async, Interest, Reactor};
use ch04_countup::given::Stop;
use ch04_countup::given::server::serve;
use ch04_countup::poller::Poller;
use ch04_countup::workshop::check::client::{Client, arrived, connection, fill, message};
use ch04_countup::workshop::check::polled::Wakes;
use ch04_countup::workshop::check::served::{self, Served};
use echo::{BUFFER, accept, accept_all, read, write_all};

#[test]
fn check_01_accept_returns_a_client() {
    run("do you make the client's stream non-blocking?", async |reactor| {
        let (listener, client) = listen(reactor);
        let stream = accept(&listener).await.expect("a client is there");
        let read = (&stream.io).read(&mut [0]);
        assert!(read.is_err(), "{read:?}: a silent client");
        client.sends(b"hello");
        stream.ready(Interest::Read).await.expect("it is registered");
    });
}

#[test]
fn check_02_read_returns_what_has_arrived() {
    run("does `read` wait for `Interest::Read`, and read once?", async |reactor| {
        let (client, stream) = pair(reactor);
        client.sends(b"hello");
        let bytes = read(&stream).await.expect("it is read");
        assert_eq!(bytes.len(), 5, "bytes of `hello`: do you return only what was read?");
        assert_eq!(bytes, b"hello", "what has arrived");
        client.sends(&message(2 * BUFFER));
        arrived(&stream.io, 2 * BUFFER);
        let bytes = read(&stream).await.expect("it is read");
        assert_eq!(bytes.len(), BUFFER, "twice as much has arrived: does it read once?");
        assert_eq!(read(&stream).await.expect("it is read").len(), BUFFER, "the rest");
        client.closes();
        assert_eq!(read(&stream).await.expect("the end is no error"), b"", "nothing, at the end");
    });
}

#[test]
fn check_03_read_waits_again_when_woken_in_vain() {
    run(POLLED, async |reactor| {
        let (client, stream) = pair(reactor);
        let (mut read, wakes) = (pin!(read(&stream)), Wakes::new());
        assert!(wakes.poll(read.as_mut()).is_pending(), "a silent client");
        assert_eq!(waits(&stream), [true, false], "to read, and to write: for which does it wait?");
        stream.ask(Interest::Write, Waker::noop()).expect("it asks");
        wait(reactor); // There is room to write.
        let again = wakes.poll(read.as_mut());
        assert!(again.is_pending(), "{again:?}: is `WouldBlock` a reason to wait again?");
        client.sends(b"hello");
        wait(reactor);
        assert_eq!(read.await.expect("it is read"), b"hello", "what has arrived");
    });
}

#[test]
fn check_04_write_all_waits_for_room_and_for_nothing_else() {
    run(POLLED, async |reactor| {
        let (_client, stream) = pair(reactor);
        let first = Wakes::new().poll(pin!(write_all(&stream, b"hello")));
        assert!(first.is_ready(), "there is room: do you try before you wait?");
        fill(&stream.io, &vec![0; 16_000_000]);
        let bytes = vec![0; 16_000_000];
        let (mut write, wakes) = (pin!(write_all(&stream, &bytes)), Wakes::new());
        let first = wakes.poll(write.as_mut());
        assert!(first.is_pending(), "{first:?}, and there is no room: is `WouldBlock` an error?");
        assert_eq!(waits(&stream), [false, true], "to read, and to write: for which does it wait?");
        // A first wake-up may be late news of room.
        let sleeps = (0..10).any(|_| {
            let before = wakes.count();
            let _ = wakes.poll(write.as_mut());
            reactor.wait(Some(Duration::from_millis(50))).expect("it waits");
            wakes.count() == before
        });
        assert!(sleeps, "its client does not read: what wakes its task all the same?");
    });
}

#[test]
fn check_05_an_error_is_returned() {
    run("is any other error than `WouldBlock` the end?", async |reactor| {
        let (client, stream) = pair(reactor);
        fill(&stream.io, &vec![0; 16_000_000]);
        drop(client); // With something unread, which resets the connection.
        let read = read(&stream).await;
        assert!(read.is_err(), "{read:?}: the client is gone, and did not close its side");
        let written = write_all(&stream, b"hello").await;
        assert!(written.is_err(), "{written:?}: the client is gone");
    });
}

#[test]
fn check_06_echo_goes_on_until_nothing_is_read() {
    run("does `echo` end when nothing is read?", async |reactor| {
        let (client, stream) = pair(reactor);
        let other = thread::spawn(move || {
            client.sends(b"hello");
            client.receives(b"hello", "Do you write back what you read?");
            client.sends(b"goodbye");
            client.receives(b"goodbye", "Does `echo` go on after the first message?");
            client.closes();
            client.receives_to_the_end(b"", "Do you drop the stream at the end?");
        });
        let echoed = echo::echo(stream).await;
        other.join().unwrap_or_else(|payload| resume_unwind(payload));
        assert!(echoed.is_ok(), "the client has closed its side, which is no error: {echoed:?}");
    });
}

#[test]
fn check_07_a_silent_client_takes_little_memory() {
    run(POLLED, async |reactor| {
        let (_client, stream) = pair(reactor);
        let mut task = pin!(echo::echo(stream));
        assert!(Wakes::new().poll(task.as_mut()).is_pending(), "a silent client");
        let bytes = size_of_val(&*task);
        let question = "what lives across an `.await` lives in every future. Is there a buffer?";
        assert!(bytes <= 512, "a task takes {bytes} bytes, and 512 are enough: {question}");
    });
}

#[test]
fn check_08_each_message_and_each_client_yields() {
    run(POLLED, async |reactor| {
        let (client, stream) = pair(reactor);
        client.sends(&message(4 * BUFFER));
        arrived(&stream.io, 4 * BUFFER);
        client.closes();
        let count = turns(reactor, echo::echo(stream));
        assert!(count >= 4, "{count} turns for four times `BUFFER`: does `read` wait first?");

        let (listener, _client) = listen(reactor);
        let address = listener.io.local_addr().expect("its address");
        let _more = [(); 3].map(|()| Client::connect(address));
        let accepts = async || accept(&listener).await.expect("a client is there");
        let count = turns(reactor, async { [accepts().await, accepts().await, accepts().await] });
        assert!(count >= 3, "{count} turns for three clients: does `accept` wait first?");
    });
}

#[test]
fn check_09_accept_waits_again_when_woken_in_vain() {
    run(POLLED, async |reactor| {
        let (listener, _client) = listen(reactor);
        let (mut accept, wakes) = (pin!(accept(&listener)), Wakes::new());
        assert!(wakes.poll(accept.as_mut()).is_pending(), "does `accept` wait first?");
        wait(reactor);
        listener.io.accept().expect("the only client");
        let again = wakes.poll(accept).is_pending();
        assert!(again, "the client has left: is `WouldBlock` a reason to wait again?");
    });
}

#[test]
fn check_10_accept_all_ends_with_the_error_of_accept() {
    run(POLLED, async |reactor| {
        let (client, stream) = connection();
        // This socket does not listen: the system refuses.
        let listener = reactor.register(TcpListener::from(Owned::from(stream)));
        let spawner = Spawner::new(&Runtime::new());
        let (mut accepts, wakes) = (pin!(accept_all(&listener, &spawner)), Wakes::new());
        assert!(wakes.poll(accepts.as_mut()).is_pending(), "does `accept` wait first?");
        client.sends(b"hello");
        wait(reactor);
        let ended = wakes.poll(accepts);
        let failed = matches!(ended, Poll::Ready(Err(_)));
        assert!(failed, "{ended:?}, and `accept` has failed: do you return its error?");
    });
}

#[test]
fn check_11_hundreds_of_clients_each_get_their_own_echo() {
    check(|served| {
        served.gives_each_its_own_echo("Does each client have a task of its own?");
    });
}

#[test]
fn check_12_a_client_that_does_not_read_holds_up_no_other() {
    check(|served| {
        let (deaf, other) = (served.client(), served.client());
        deaf.0.set_nonblocking(true).expect("it never waits");
        let bytes = message(64_000_000);
        let sent = fill(&deaf.0, &bytes);
        assert!(sent < bytes.len(), "who keeps 64 MB? Does `echo` await `write_all`?");
        other.sends(b"and I?");
        other.receives(b"and I?", "Does only the deaf client's task wait?");
        deaf.0.set_nonblocking(false).expect("it waits again");
        deaf.closes();
        let question = "Do you await `write_all`? Does it go on, and write nothing twice?";
        deaf.receives_to_the_end(&bytes[..sent], question);
    });
}

#[test]
fn check_13_a_client_that_is_gone_ends_only_its_own_task() {
    check(|served| {
        let other = served.client();
        for _ in 0..30 {
            let client = served.client();
            client.sends(&message(10_000));
            client.receives(&message(1), "Does an error end only its own task?");
        }
        other.sends(b"and I?");
        other.receives(b"and I?", "Does an error end only its own task?");
    });
}

// Helpers.

const POLLED: &str = "does each poll return, though the socket is not ready?";

#[track_caller]
fn check(clients: fn(&Served)) {
    let serves = |listener, stop: &Stop| {
        let poller = Poller::new().expect("a poller");
        serve(poller, listener, stop, &served::refused, accept_all).expect("it starts");
    };
    served::check("does every task wait with `ready`?", serves, clients);
}

/// Runs one task.
#[track_caller]
fn run(question: &str, task: impl AsyncFnOnce(&Reactor) + Send + 'static) {
    ends(question, || {
        let poller = Poller::new().expect("a poller, and a loopback network (127.0.0.1)");
        let reactor = Reactor::new(poller);
        turns(&reactor, task(&reactor));
    });
}

/// A client, and the socket that serves it.
fn pair(reactor: &Reactor) -> (Client, Async<'_, TcpStream>) {
    let (client, stream) = connection();
    (client, reactor.register(stream))
}

/// A listener with a client that has not been accepted.
fn listen(reactor: &Reactor) -> (Async<'_, TcpListener>, Client) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a loopback network (127.0.0.1)");
    listener.set_nonblocking(true).expect("it never waits");
    let client = Client::connect(listener.local_addr().expect("its address"));
    (reactor.register(listener), client)
}

fn wait(reactor: &Reactor) {
    reactor.wait(Some(Duration::from_secs(1))).expect("it waits");
}

/// Tells if a task waits to read from this socket, and if one waits to write.
fn waits(stream: &Async<'_, TcpStream>) -> [bool; 2] {
    [Interest::Read, Interest::Write].map(|interest| stream.is_waiting(interest))
}

/// Polls `task` whenever it is woken, and returns how often it was pending.
fn turns(reactor: &Reactor, task: impl Future) -> u32 {
    let (mut task, wakes, mut turns) = (pin!(task), Wakes::new(), 0);
    while wakes.poll(task.as_mut()).is_pending() {
        turns += 1;
        while wakes.count() < turns {
            wait(reactor);
        }
    }
    turns
}
