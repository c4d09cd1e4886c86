//! Checks `reactor.rs`, the file beside this one, which is yours to edit.
//!
//! First the reactor's wait, then the future that a task awaits, then reading and writing,
//! then `echo`, and last a whole server on one thread, with hundreds of clients.

#[cfg_attr(feature = "solutions", path = "../solutions/reactor.rs")]
mod reactor;

use ch04_countup::workshop::check::served;
use std::io::Write;
use std::net::{TcpListener, TcpStream};
use std::pin::pin;
use std::sync::{Arc, mpsc};
use std::task::{Poll, Wake, Waker};
use std::thread;
use std::time::{Duration, Instant};

use ch01_loops::workshop::check::used_by;
use ch01_loops::workshop::check::within;
use ch04_countup::answers::async_sleep::{Clock, EventLoop};
use ch04_countup::poller::Poller;
use ch04_countup::workshop::check::client::{Client, message};
use ch04_countup::workshop::check::polled::{Wakes, with_nothing_borrowed};
use ch04_countup::workshop::check::served::{Served, Server};
use reactor::{Async, Reactor, Stop, Way, echo, serve};

const MS: Duration = Duration::from_millis(1);

#[test]
fn check_01_wait_ends_at_its_limit_and_when_it_is_roused() {
    by_hand(|reactor| {
        let start = Instant::now();
        wait(reactor, 20 * MS);
        let waited = start.elapsed();
        assert!(waited >= 20 * MS, "{waited:?} of 20 ms: is `limit` handed to the poller?");

        let rouse = reactor.rouse();
        let other = thread::spawn(move || {
            thread::sleep(20 * MS);
            rouse();
        });
        reactor.wait(None).expect("it waits");
        other.join().expect("it ends");
    });
}

#[test]
fn check_02_wait_wakes_the_task_whose_socket_has_an_event() {
    by_hand(|reactor| {
        let (client, stream) = pair(reactor);
        let (_silent, other) = pair(reactor);
        let [wakes, of_other] = [&stream, &other].map(|stream| asking(stream, Way::Read));

        wait(reactor, Duration::ZERO);
        assert_eq!(wakes.count(), 0, "wakes, when its client has sent nothing");
        client.says(b"hello");
        wait(reactor, 1000 * MS);
        assert_eq!(wakes.count(), 1, "wakes, when its client has sent something");
        assert_eq!(of_other.count(), 0, "wakes of the other task, whose client is silent");

        client.says(b"more");
        wait(reactor, Duration::ZERO);
        let kept = Arc::strong_count(&wakes) - 1;
        assert_eq!(wakes.count(), 1, "wakes: it has not asked again");
        assert_eq!(kept, 0, "wakers kept: is a waker taken out when it is called?");

        let again = asking(&stream, Way::Read);
        let start = Instant::now();
        while again.count() == 0 && start.elapsed() < 1000 * MS {
            wait(reactor, Duration::ZERO);
        }
        assert_eq!(
            again.count(),
            1,
            "wakes, and its client has said more: is the poller asked when `limit` is zero, too?"
        );
    });
}

#[test]
fn check_03_wait_wakes_the_reader_and_the_writer() {
    by_hand(|reactor| {
        let (client, stream) = pair(reactor);
        fill(&stream);
        let [reader, writer] = [Way::Read, Way::Write].map(|way| asking(&stream, way));
        wait(reactor, Duration::ZERO);
        assert_eq!((reader.count(), writer.count()), (0, 0), "wakes before any event");
        client.says(b"hello");
        wait(reactor, 1000 * MS);
        assert_eq!(reader.count(), 1, "wakes of the reader, when there is something to read");
        assert_eq!(
            writer.count(),
            1,
            "wakes of the writer: the poller has reported its one event and waits for nothing more, \
             so what would wake the writer when there is room?"
        );
    });
}

#[test]
fn check_04_ready_is_pending_until_there_is_an_event() {
    by_hand(|reactor| {
        let (client, stream) = pair(reactor);
        let mut ready = pin!(stream.ready(Way::Read));
        let wakes = Wakes::new();
        assert!(wakes.poll(ready.as_mut()).is_pending(), "the first poll: it has not asked before");
        assert!(stream.is_waiting(Way::Read), "it has asked");
        let again = wakes.poll(ready.as_mut());
        assert!(
            again.is_pending(),
            "the second poll, and no event yet: is it ready only once the reactor has taken the \
             waker out?"
        );
        client.says(b"hello");
        wait(reactor, 1000 * MS);
        assert_eq!(wakes.count(), 1, "wakes: does it ask with the waker of its own task?");
        assert!(!wakes.poll(ready.as_mut()).is_pending(), "the poll after the event");

        // epoll refuses a socket that was not added; `poll` refuses none.
        if cfg!(target_os = "linux") {
            let (_client, mut stream) = pair(reactor);
            stream.io = stream.io.try_clone().expect("there is room");
            let refused = wakes.poll(pin!(stream.ready(Way::Read)));
            assert!(
                matches!(refused, Poll::Ready(Err(_))),
                "{refused:?}, and the poller refuses: is the error of `ask` returned?"
            );
        }
    });
}

#[test]
fn check_05_ready_wakes_the_task_that_polled_it_last() {
    by_hand(|reactor| {
        let (client, stream) = pair(reactor);
        let mut ready = pin!(stream.ready(Way::Read));
        let (first, last) = (Wakes::new(), Wakes::new());
        assert!(first.poll(ready.as_mut()).is_pending() && last.poll(ready.as_mut()).is_pending());
        client.says(b"hello");
        wait(reactor, 1000 * MS);
        let wakes = (first.count(), last.count());
        assert_eq!(wakes, (0, 1), "wakes of the first task and of the last: does each poll ask?");
    });
}

#[test]
fn check_06_read_returns_what_has_arrived() {
    run(async |reactor| {
        let (client, stream) = pair(reactor);
        client.says(b"hello");
        let read = stream.read().await;
        assert_eq!(read.expect("it is read"), b"hello");
        client.says(&message(200_000));
        let mut heard = Vec::new();
        while heard.len() < 200_000 {
            let bytes = stream.read().await.expect("it is read");
            assert!(
                bytes.len() <= 65_536,
                "{} bytes at once: does it read once, into the reactor's buffer, so that a client \
                 that sends a lot does not hold up the others?",
                bytes.len()
            );
            heard.extend(bytes);
        }
        assert!(heard == message(200_000), "each byte in its place");
        client.ends();
        let read = stream.read().await;
        assert_eq!(read.expect("the end is not an error"), b"", "nothing, at the end");
    });
}

#[test]
fn check_07_read_and_write_all_report_a_client_that_is_gone() {
    run(async |reactor| {
        let (client, stream) = pair(reactor);
        fill(&stream);
        drop(client); // With something unread, which resets the connection.
        let read = stream.read().await;
        assert!(
            read.is_err() || read.is_ok_and(|bytes| bytes.is_empty()),
            "`read` returned bytes: the client is gone"
        );
        let written = stream.write_all(b"hello").await;
        assert!(written.is_err(), "an error other than `WouldBlock` is the end");
    });
}

#[test]
fn check_08_one_task_reads_while_another_writes() {
    by_hand(|reactor| {
        let (client, stream) = pair(reactor);
        let mut read = pin!(stream.read());
        let reader = Wakes::new();
        assert!(reader.poll(read.as_mut()).is_pending(), "a silent client");
        asking(&stream, Way::Write);
        wait(reactor, 1000 * MS);
        let again = reader.poll(read.as_mut());
        assert!(
            again.is_pending(),
            "woken with the task that writes, as there is room, and its client is still silent: does \
             `read` wait again, and not return {again:?}?"
        );
        client.says(b"hello");
        wait(reactor, 1000 * MS);
        let read = reader.poll(read.as_mut());
        let hello = matches!(&read, Poll::Ready(Ok(bytes)) if bytes == b"hello");
        assert!(hello, "{read:?}, and its client has said hello: has it asked again?");
    });

    let hint = "neither ends: does a task that was woken in vain wait again?";
    within(3000 * MS, hint, || {
        let (clock, reactor) = (Clock::new(), reactor());
        let (client, stream) = pair(&reactor);
        let (out, back) = (message(8_000_000), message(1_000_000));
        let (begun, begins) = mpsc::channel();
        thread::scope(|scope| {
            scope.spawn(|| {
                client.says(&back);
                client.ends();
                // It reads only when there is no room left.
                let _ = begins.into_iter().next();
                thread::sleep(50 * MS);
                client.hears(&out, "Does `write_all` go on with the rest?");
            });
            let mut event_loop = EventLoop::with_notify(&clock, reactor.rouse());
            event_loop.spawn(async {
                let _ = begun.send(());
                let written = stream.write_all(&out).await;
                written.expect("all is written: is `WouldBlock` a reason to wait?");
            });
            event_loop.spawn(async {
                let mut heard = Vec::new();
                while heard.len() < back.len() {
                    let read = stream.read().await;
                    heard.extend(read.expect("all is read: is `WouldBlock` a reason to wait?"));
                }
                assert!(heard == back, "each byte in its place");
            });
            event_loop.run_with(|limit| reactor.wait(limit).expect("it waits"));
        });
    });
}

#[test]
fn check_09_echo_sends_everything_back() {
    run(async |reactor| {
        let (client, stream) = pair(reactor);
        let other = thread::spawn(move || {
            for words in ["hello", "and", "goodbye"] {
                client.says(words.as_bytes());
                client.hears(words.as_bytes(), "Is what was read written back?");
            }
            client.ends();
            client.hears_to_the_end(b"", "Is the stream dropped at the end?");
        });
        let echoed = echo(stream).await;
        assert!(echoed.is_ok(), "the client has ended without an error: {echoed:?}");
        other.join().expect("a client that hears its echo");
    });
}

#[test]
fn check_10_a_silent_client_takes_little_memory() {
    by_hand(|reactor| {
        let (_client, stream) = pair(reactor);
        let mut task = pin!(echo(stream));
        assert!(Wakes::new().poll(task.as_mut()).is_pending(), "its client is silent");
        let bytes = size_of_val(&*task);
        assert!(
            bytes <= 512,
            "a task of `echo` takes {bytes} bytes, and 512 are enough: what lives across an \
             `.await` lives in every future. Is there a buffer?"
        );
    });
}

#[test]
fn check_11_silence_costs_nothing() {
    let hint = "it does not end: does `ready` fail when the reactor is closed?";
    within(3000 * MS, hint, || {
        let (clock, reactor) = (Clock::new(), reactor());
        let (_clients, streams): (Vec<_>, Vec<_>) = (0..50).map(|_| pair(&reactor)).unzip();
        let mut event_loop = EventLoop::with_notify(&clock, reactor.rouse());
        for stream in streams {
            event_loop.spawn(async { drop(echo(stream).await) });
        }
        event_loop.spawn(async {
            clock.sleep(200 * MS).await;
            reactor.close();
        });
        let (time, times) = used_by(|| {
            event_loop.run_with(|limit| reactor.wait(limit).expect("it waits"));
        });
        assert!(
            time < 10 * MS && times <= 8,
            "in 200 ms with 50 silent clients the thread was woken {times} times and worked for \
             {time:?}: is each task pending until its own socket has an event?"
        );
    });
}

#[test]
fn check_12_hundreds_of_clients_each_get_their_own_echo() {
    fn talk<S: Server>(served: &Served<S>) {
        let clients = served.clients(200);
        for round in 1..=3 {
            let words = |number| format!("client {number}, round {round}\n").into_bytes();
            for (number, client) in clients.iter().enumerate() {
                client.says(&words(number));
            }
            for (number, client) in clients.iter().enumerate() {
                client.hears(&words(number), "Is each task woken for its own socket?");
            }
        }
    }
    served::check(HANGS, talk::<Serving>);
    served::check(HANGS, talk::<ServingWithPoll>);
}

#[test]
fn check_13_a_large_message_comes_back_whole() {
    served::check(HANGS, |served: &Served<Serving>| {
        let (client, words) = (served.client(), message(8_000_000));
        thread::scope(|scope| {
            scope.spawn(|| {
                client.says(&words);
                client.ends(); // It must still get the rest of the echo.
            });
            thread::sleep(50 * MS); // It reads late.
            client.hears_to_the_end(&words, "Does `write_all` go on with the rest?");
        });
    });
}

#[test]
fn check_14_a_client_that_does_not_read_holds_up_no_other() {
    served::check(HANGS, |served: &Served<Serving>| {
        let (mut deaf, other) = (served.client(), served.client());
        let (words, mut said, mut refused) = (message(64_000_000), 0, 0);
        deaf.0.set_nonblocking(true).expect("it never waits");
        while refused < 5 {
            match deaf.0.write(&words[said..words.len().min(said + 500_000)]) {
                Ok(written) => (said, refused) = (said + written, 0),
                Err(_) => {
                    refused += 1;
                    thread::sleep(5 * MS);
                }
            }
            assert!(
                said < words.len(),
                "the server keeps reading from a client that does not read: does `echo` await \
                 `write_all`?"
            );
            other.says(b"and I?");
            other.hears(b"and I?", "Does only that client's task wait?");
        }
        deaf.0.set_nonblocking(false).expect("it waits again");
        deaf.ends();
        deaf.hears_to_the_end(&words[..said], "Does `write_all` go on with the rest?");
    });
}

#[test]
fn check_15_a_client_that_vanishes_leaves_nothing_behind() {
    run(async |reactor| {
        for leaves_unread in [false, true] {
            let (client, stream) = pair(reactor);
            client.says(&message(10_000));
            if leaves_unread {
                fill(&stream);
            }
            drop(client); // With something unread, which resets the connection.
            let _ = echo(stream).await;
        }
    });
    served::check(HANGS, |served: &Served<Serving>| {
        let other = served.client();
        for _ in 0..30 {
            let client = served.client();
            client.says(&message(10_000));
            client.0.peek(&mut [0]).expect("an echo");
        }
        other.says(b"and I?");
        other.hears(b"and I?", "Does an error end only its own task?");
    });
}

#[test]
fn check_16_a_stopping_server_loses_nothing() {
    served::check(HANGS, |served: &Served<Serving>| {
        let words = message(100_000);
        let clients = served.clients(20);
        for client in &clients {
            client.says(&words);
        }
        served.server.stop();
        for client in &clients {
            client.hears_to_the_end(&words, "Is everything echoed that has arrived?");
        }
        let late = TcpStream::connect(served.address);
        assert!(late.is_err(), "a server that has stopped accepts no client");
    });
}

#[test]
fn check_17_wakers_are_called_with_nothing_borrowed() {
    thread_local! {
        static REACTOR: &'static Reactor = Box::leak(Box::new(reactor()));
        static PAIR: (Client, Async<'static, TcpStream>) = pair(REACTOR.with(|reactor| *reactor));
    }

    struct Uses;

    impl Wake for Uses {
        fn wake(self: Arc<Self>) {
            PAIR.with(|(_, stream)| stream.is_waiting(Way::Read));
        }
    }

    by_hand(|_| {
        PAIR.with(|(client, stream)| {
            let waker = Waker::from(Arc::new(Uses));
            let asked = stream.ask(Way::Read, &waker);
            asked.expect("the poller can be asked");
            client.says(b"hello");
            with_nothing_borrowed(|| REACTOR.with(|reactor| wait(reactor, 1000 * MS)));
        });
    });
}

const HANGS: &str = "the server does not end: does every task wait for its socket with `ready`, \
                     which fails when the reactor is closed?";

/// The server of the exercise.
#[derive(Default)]
struct Serving(Stop);

impl Server for Serving {
    fn serve(&self, listener: TcpListener) {
        let poller = Poller::new().expect("a poller");
        serve(poller, listener, &self.0, &served::refused).expect("it starts");
    }

    fn stop(&self) {
        self.0.stop();
    }
}

/// The same on `poll`, even where the system has something better.
#[derive(Default)]
struct ServingWithPoll(Stop);

impl Server for ServingWithPoll {
    fn serve(&self, listener: TcpListener) {
        let poller = Poller::with_poll().expect("a poller");
        serve(poller, listener, &self.0, &served::refused).expect("it starts");
    }

    fn stop(&self) {
        self.0.stop();
    }
}

fn reactor() -> Reactor {
    Reactor::new(Poller::new().expect("a poller, and a loopback network (127.0.0.1)"))
}

/// Runs `job` with a reactor, without an event loop.
#[track_caller]
fn by_hand(job: fn(&Reactor)) {
    let hint = "`wait` does not end: does it wait in the poller, no longer than `limit`?";
    within(2000 * MS, hint, move || job(&reactor()));
}

/// Runs one task.
#[track_caller]
fn run(task: impl AsyncFnOnce(&Reactor) + Send + 'static) {
    let hint = "it waits forever: does a task ask before it waits, and try again when woken?";
    within(2000 * MS, hint, || {
        let (clock, reactor) = (Clock::new(), reactor());
        let mut event_loop = EventLoop::with_notify(&clock, reactor.rouse());
        event_loop.spawn(task(&reactor));
        event_loop.run_with(|limit| reactor.wait(limit).expect("it waits"));
    });
}

/// A client, and the stream that serves it.
fn pair(reactor: &Reactor) -> (Client, Async<'_, TcpStream>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a loopback network (127.0.0.1)");
    let client = Client::connect(listener.local_addr().expect("its address"));
    let (stream, _) = listener.accept().expect("a client");
    stream.set_nonblocking(true).expect("it never waits");
    (client, reactor.register(stream).expect("it is registered"))
}

/// Has a task wait for the stream, and counts how often it is woken.
fn asking(stream: &Async<'_, TcpStream>, way: Way) -> Arc<Wakes> {
    let wakes = Wakes::new();
    let waker = Waker::from(Arc::clone(&wakes));
    stream.ask(way, &waker).expect("the poller can be asked");
    wakes
}

/// Writes until there is no room.
fn fill(stream: &Async<'_, TcpStream>) {
    while (&stream.io).write(&[0; 65_536]).is_ok() {}
}

fn wait(reactor: &Reactor, limit: Duration) {
    reactor.wait(Some(limit)).expect("it waits");
}
