//! Checks `reactor.rs`. Edit that file, not this one.
//!
//! - `wait` sleeps in the poller, in one piece, until its limit, an event or a notification.
//! - It wakes both tasks of each socket that has an event, and keeps no waker of them.
//! - `ask` asks the poller for all that the tasks of a socket wait for, again after each event.
//! - `ready` is pending until the event, wakes nobody itself, and returns an error of `ask`.
//! - A socket nobody waits for, and one that is closed, are nothing to the poller.
//! - Wakers are called, and dropped, while nothing is borrowed.

#[cfg_attr(feature = "solutions", path = "../solutions/reactor.rs")]
mod reactor;

use std::net::TcpStream;
use std::pin::pin;
use std::sync::Arc;
use std::task::{Poll, Waker};
use std::thread;
use std::time::{Duration, Instant};

use ch01_loops::workshop::check::{ends, used_by};
use ch04_countup::poller::Poller;
use ch04_countup::workshop::check::client::{Client, arrived, connection, fill};
use ch04_countup::workshop::check::polled::{Wakes, waker_that_runs, with_nothing_borrowed};
use reactor::{Async, Interest, Reactor};

#[test]
fn check_01_wait_sleeps_until_its_limit() {
    run(ENDS, |reactor| {
        sleeps_on(reactor, "do you pass `limit` to the poller as it is?");
        let (worked, times) = used_by(|| (0..30).for_each(|_| wait(reactor, LIMIT / 15)));
        let in_one_piece = times <= 40 && worked < LIMIT / 15;
        let woken = format!("in 30 waits of 10 ms it woke up {times} times and worked {worked:?}");
        assert!(in_one_piece, "{woken}: does it sleep in one piece?");
    });
}

#[test]
fn check_02_wait_ends_when_it_is_notified() {
    run("does `wait` wait in the reactor's poller, which is notified?", |reactor| {
        let (start, notify) = (Instant::now(), reactor.notifier());
        let other = thread::spawn(move || {
            thread::sleep(LIMIT);
            notify();
        });
        reactor.wait(None).expect("it waits");
        let waited = start.elapsed();
        assert!(waited >= LIMIT, "it waited for {waited:?}: is `None` no limit?");
        other.join().expect("it ends");
    });
}

#[test]
fn check_03_each_event_wakes_the_task_that_waits() {
    run(EVENT, |reactor| {
        let pairs = [(); 4].map(|()| pair(reactor));
        let wakes = pairs.each_ref().map(|(_, stream)| asks(stream, Interest::Read));
        wait(reactor, Duration::ZERO);
        assert_eq!(counts(&wakes), [0; 4], "all clients are silent: do you wake a task in vain?");
        for (client, stream) in &pairs[..3] {
            client.sends(b"hello");
            arrived(&stream.io, 5);
        }
        wait(reactor, LONG);
        assert_eq!(wakes[3].count(), 0, "three have sent: do you wake their tasks, and no other?");
        assert_eq!(counts(&wakes), [1, 1, 1, 0], "three have sent: do you look at each event?");
    });
}

#[test]
fn check_04_wait_keeps_no_waker_that_it_called() {
    run(EVENT, |reactor| {
        let (client, stream) = pair(reactor);
        let wakes = asks(&stream, Interest::Read);
        client.sends(b"hello");
        wait(reactor, LONG);
        let kept = Arc::strong_count(&wakes) - 1;
        assert_eq!(kept, 0, "wakers are left: does `wait` take a waker out before it calls it?");
    });
}

#[test]
fn check_05_who_asks_again_is_woken_again() {
    run("does a second `ask` modify what the poller waits for?", |reactor| {
        let (client, stream) = pair(reactor);
        client.sends(b"hello");
        arrived(&stream.io, 5);
        for limit in [LONG, LONG, Duration::ZERO] {
            let wakes = Wakes::new();
            let asked = stream.ask(Interest::Read, &Waker::from(Arc::clone(&wakes)));
            assert!(asked.is_ok(), "{asked:?}: does only the first `ask` add it?");
            wait(reactor, limit);
            assert_eq!(wakes.count(), 1, "readable still: does `wait({limit:?})` ask the poller?");
        }
    });
}

#[test]
fn check_06_an_event_wakes_the_reader_and_the_writer() {
    run(EVENT, |reactor| {
        let (client, stream) = pair(reactor);
        let ask = || [Interest::Read, Interest::Write].map(|interest| asks(&stream, interest));
        let wakes = ask();
        wait(reactor, LONG);
        let question = "there is room: does `ask` ask for both, and does an event wake both?";
        assert_eq!(counts(&wakes), [1, 1], "{question}");
        fill(&stream.io, &vec![0; 16_000_000]);
        let wakes = ask();
        client.sends(b"hello");
        wait(reactor, LONG);
        let [reader, writer] = counts(&wakes);
        assert_eq!(reader, 1, "the writer asked last: does `ask` ask for the reader, too?");
        assert_eq!(writer, 1, "the poller now waits for nothing more: what would wake the writer?");
    });
}

#[test]
fn check_07_nobody_waits_so_nothing_ends_the_wait() {
    run(ENDS, |reactor| {
        let (client, stream) = connection();
        fill(&stream, &vec![0; 16_000_000]);
        drop(client); // With something unread, which resets the connection.
        let _stream = reactor.register(stream);
        sleeps_on(
            reactor,
            "it was reset, but no task waits: does `register` leave the poller alone?",
        );
    });
}

#[test]
fn check_08_ready_is_pending_until_the_event() {
    run("is `ready` ready after the event?", |reactor| {
        let (client, stream) = pair(reactor);
        let (mut ready, wakes) = (pin!(stream.ready(Interest::Read)), Wakes::new());
        assert!(wakes.poll(ready.as_mut()).is_pending(), "the first poll: has it asked before?");
        assert!(stream.is_waiting(Interest::Read), "the first poll: does it ask for `interest`?");
        let second = wakes.poll(ready.as_mut());
        assert!(second.is_pending(), "the second poll, before the event: does a task still wait?");
        assert_eq!(wakes.count(), 0, "there was no event: does `ready` wake its own task?");
        client.sends(b"hello");
        wait(reactor, LONG);
        assert_eq!(wakes.count(), 1, "the event: does it ask with the waker of its own task?");
        let third = wakes.poll(ready.as_mut());
        let ready = matches!(third, Poll::Ready(Ok(())));
        assert!(ready, "{third:?}: is the poll after the event ready?");
    });
}

#[test]
fn check_09_ready_wakes_the_task_that_polled_it_last() {
    run(EVENT, |reactor| {
        let (_client, stream) = pair(reactor);
        let (mut ready, wakes) =
            (pin!(stream.ready(Interest::Write)), [(); 2].map(|()| Wakes::new()));
        let waits = wakes.iter().all(|wakes| wakes.poll(ready.as_mut()).is_pending());
        assert!(waits, "before the event: does it look at its own `interest`?");
        wait(reactor, LONG);
        let question = "polled with two wakers, and there is room: does each poll ask, and for its \
            own `interest`?";
        assert_eq!(counts(&wakes), [0, 1], "{question}");
    });
}

#[cfg(target_os = "linux")]
#[test]
fn check_10_ready_returns_an_error_of_the_poller() {
    run("do you return the error of `ask`?", |reactor| {
        let file = std::fs::File::open("Cargo.toml").expect("a file");
        let ready = Wakes::new().poll(pin!(reactor.register(file).ready(Interest::Read)));
        let refused = matches!(ready, Poll::Ready(Err(_)));
        assert!(refused, "{ready:?}: epoll takes no files, so do you return the error of `ask`?");
    });
}

#[test]
fn check_11_a_closed_socket_leaves_nothing_behind() {
    run(ENDS, |reactor| {
        let (client, stream) = pair(reactor);
        let wakes = asks(&stream, Interest::Read);
        // While it is open here, epoll does not forget it, and its number is soon used again.
        let twin = stream.io.try_clone().expect("a second handle");
        drop(stream);
        let _third = twin.try_clone().expect("a third handle");
        client.sends(b"hello");
        let kept = Arc::strong_count(&wakes) - 1;
        assert_eq!(kept, 0, "its waker is left: do you take its entry out of `waiting`?");
        sleeps_on(reactor, "the poller still waits for the closed socket: do you delete it there?");
    });
}

#[test]
fn check_12_wakers_are_dropped_with_nothing_borrowed() {
    thread_local!(static REACTOR: &'static Reactor = Box::leak(Box::new(reactor())));
    run(EVENT, |_| {
        let (client, stream) = pair(REACTOR.with(|reactor| *reactor));
        let waker = || waker_that_runs(|| REACTOR.with(|reactor| _ = reactor.is_writing()));
        let ask = || stream.ask(Interest::Read, &waker()).expect("it asks");
        ask();
        with_nothing_borrowed(ask); // The first waker is replaced.
        client.sends(b"hello");
        with_nothing_borrowed(|| REACTOR.with(|reactor| wait(reactor, LONG))); // The second is called.
        ask();
        with_nothing_borrowed(|| drop(stream)); // The third goes with its socket.
    });
}

// Helpers.

const ENDS: &str = "do you pass `limit` to the poller?";
const EVENT: &str = "does `wait` end when there is an event?";
const LIMIT: Duration = Duration::from_millis(150);
/// For what must happen, and does at once.
const LONG: Duration = Duration::from_secs(1);

fn reactor() -> Reactor {
    Reactor::new(Poller::new().expect("a poller, and a loopback network (127.0.0.1)"))
}

/// Runs `job` with a reactor, without an event loop.
#[track_caller]
fn run(question: &str, job: fn(&Reactor)) {
    ends(question, move || job(&reactor()));
}

/// A client, and the socket that serves it.
fn pair(reactor: &Reactor) -> (Client, Async<'_, TcpStream>) {
    let (client, stream) = connection();
    (client, reactor.register(stream))
}

/// Has a task wait for the socket, and counts how often it is woken.
fn asks(stream: &Async<'_, TcpStream>, interest: Interest) -> Arc<Wakes> {
    let wakes = Wakes::new();
    let asked = stream.ask(interest, &Waker::from(Arc::clone(&wakes)));
    asked.expect("does the first `ask` add the socket, and only a later one modify it?");
    wakes
}

fn counts<const N: usize>(wakes: &[Arc<Wakes>; N]) -> [u32; N] {
    wakes.each_ref().map(|wakes| wakes.count())
}

fn wait(reactor: &Reactor, limit: Duration) {
    reactor.wait(Some(limit)).expect("it waits");
}

/// Asks `question` if a wait ends before its limit.
#[track_caller]
fn sleeps_on(reactor: &Reactor, question: &str) {
    let start = Instant::now();
    wait(reactor, LIMIT);
    let waited = start.elapsed();
    assert!(waited >= LIMIT, "it waited for {waited:?} of {LIMIT:?}: {question}");
}
