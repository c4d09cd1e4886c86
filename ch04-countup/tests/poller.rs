//! The poller, on `poll` and on what the system offers. Every wait has a limit, so nothing hangs.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use ch01_loops::workshop::check::{sleeps, used_by};
use ch04_countup::poller::{Event, Poller};
use ch04_countup::workshop::check::loopback;
use ch04_countup::workshop::open_files;

const MS: Duration = Duration::from_millis(1);
/// For what must happen, and does at once.
const LONG: Duration = Duration::from_secs(20);

#[track_caller]
fn both(test: fn(&Poller)) {
    if !loopback::is_missing() {
        test(&Poller::with_poll().unwrap());
        test(&Poller::new().unwrap());
    }
}

/// The two ends of a connection. The second does not block.
fn connection() -> (TcpStream, TcpStream) {
    connect(&TcpListener::bind("127.0.0.1:0").unwrap())
}

fn connect(listener: &TcpListener) -> (TcpStream, TcpStream) {
    let client = TcpStream::connect(listener.local_addr().unwrap()).unwrap();
    let (served, _) = listener.accept().unwrap();
    served.set_nonblocking(true).unwrap();
    (client, served)
}

/// The events within `limit`, sorted.
fn waited(poller: &Poller, limit: Duration) -> Vec<Event> {
    let mut events = vec![Event::readable(99)]; // which must not stay in it
    poller.wait(&mut events, Some(limit)).unwrap();
    events.sort_by_key(|event| event.key);
    events
}

/// A wait without events, which must not end early.
#[track_caller]
fn passes(poller: &Poller, limit: Duration) {
    let start = Instant::now();
    assert_eq!(waited(poller, limit), []);
    assert!(start.elapsed() >= limit, "{:?} < {limit:?}", start.elapsed());
}

#[test]
fn a_socket_with_data_or_a_client_is_readable_once() {
    both(|poller| {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        poller.add(&listener, Event::readable(0)).unwrap();
        passes(poller, MS);
        let _client = TcpStream::connect(listener.local_addr().unwrap()).unwrap();
        assert_eq!(waited(poller, LONG), [Event::readable(0)]);

        let (mut client, mut served) = connection();
        poller.add(&served, Event::readable(7)).unwrap();
        passes(poller, MS);
        client.write_all(b"hello").unwrap();
        assert_eq!(waited(poller, LONG), [Event::readable(7)]);
        client.write_all(b" again").unwrap();
        passes(poller, 20 * MS);

        poller.modify(&served, Event::readable(8)).unwrap();
        assert_eq!(waited(poller, LONG), [Event::readable(8)]);
        assert_eq!(served.read(&mut [0; 99]).unwrap(), 11);
        poller.modify(&served, Event::readable(8)).unwrap();
        passes(poller, MS);
    });
}

#[test]
fn a_socket_with_room_is_writable() {
    both(|poller| {
        let (mut client, mut served) = connection();
        poller.add(&served, Event::writable(7)).unwrap();
        assert_eq!(waited(poller, LONG), [Event::writable(7)]);

        // Until nothing is taken: on a loopback the client's side fills too, later.
        let mut sent = 0;
        loop {
            if let Ok(written) = served.write(&[0; 65536]) {
                sent += written;
                continue;
            }
            poller.modify(&served, Event::writable(7)).unwrap();
            if waited(poller, 50 * MS).is_empty() {
                break;
            }
        }
        client.read_exact(&mut vec![0; sent]).unwrap();
        assert_eq!(waited(poller, LONG), [Event::writable(7)]);
    });
}

#[test]
fn both_can_be_waited_for_at_once_and_neither() {
    both(|poller| {
        let (mut client, served) = connection();
        client.write_all(b"hello").unwrap();
        served.set_nonblocking(false).unwrap();
        served.peek(&mut [0]).unwrap();
        poller.add(&served, Event::new(7, true, true)).unwrap();
        assert_eq!(waited(poller, LONG), [Event::new(7, true, true)]);
        poller.modify(&served, Event::new(7, false, false)).unwrap();
        passes(poller, MS);
        let of_the_bell = Event::readable(u64::MAX);
        assert!(poller.add(&client, of_the_bell).is_err());
        assert!(poller.modify(&served, of_the_bell).is_err());
    });
}

#[test]
fn the_end_and_a_reset_are_for_whoever_waits() {
    both(|poller| {
        for interest in [Event::readable(1), Event::writable(1)] {
            let (client, mut served) = connection();
            while served.write(&[0; 65536]).is_ok() {}
            poller.add(&served, interest).unwrap();
            drop(client); // with something unread, which resets the connection
            let event = waited(poller, LONG)[0];
            assert!(event.readable | !interest.readable && event.writable | !interest.writable);
            passes(poller, MS);
            poller.delete(&served).unwrap();
        }
        let (client, served) = connection();
        poller.add(&served, Event::readable(2)).unwrap();
        client.shutdown(Shutdown::Write).unwrap();
        assert!(waited(poller, LONG)[0].readable);
    });
}

#[test]
fn a_limit_never_ends_early_and_may_be_beyond_what_the_system_knows() {
    both(|poller| {
        for micros in [0, 1, 900, 1_000, 1_001, 2_500, 20_000] {
            passes(poller, Duration::from_micros(micros));
        }
        let micros = Duration::from_micros(900);
        let (worked, _) = used_by(|| (0..50).for_each(|_| passes(poller, micros)));
        assert!(worked < 10 * MS, "of 50 times 0.9 ms it worked for {worked:?}");
        for limit in [Duration::MAX, Duration::from_secs(1 << 40), Duration::from_secs(1 << 22)] {
            let (mut client, served) = connection();
            poller.add(&served, Event::readable(3)).unwrap();
            client.write_all(b"hello").unwrap();
            assert_eq!(waited(poller, limit), [Event::readable(3)]);
            poller.delete(&served).unwrap();
        }
    });
}

#[test]
fn a_notification_before_the_wait_ends_it_and_no_other() {
    both(|poller| {
        // A wait that does not sleep takes it too.
        for limit in [LONG, Duration::ZERO] {
            (0..3).for_each(|_| poller.notify().unwrap());
            let start = Instant::now();
            assert_eq!(waited(poller, limit), []);
            assert!(start.elapsed() < LONG, "it was notified");
            passes(poller, 20 * MS);
        }
    });
}

#[test]
fn a_wait_sleeps_after_a_notification_too() {
    both(|poller| {
        thread::scope(|scope| {
            scope.spawn(|| {
                thread::sleep(20 * MS);
                poller.notify().unwrap();
            });
            waited(poller, LONG);
        });
        sleeps("is the bell silent again?", || passes(poller, 200 * MS));
    });
}

#[test]
fn of_20_000_notifications_from_another_thread_none_is_lost() {
    const LOST: u64 = u64::MAX;
    both(|poller| {
        let round = AtomicU64::new(0);
        thread::scope(|scope| {
            scope.spawn(|| {
                for number in 1..=20_000 {
                    round.store(number, Ordering::Release);
                    poller.notify().unwrap();
                    while round.load(Ordering::Acquire) == number {
                        thread::yield_now();
                    }
                    if round.load(Ordering::Acquire) == LOST {
                        return;
                    }
                }
            });
            let mut last = 0;
            while last < 20_000 {
                let start = Instant::now();
                waited(poller, LONG);
                let next = if start.elapsed() < LONG { 0 } else { LOST };
                last = last.max(round.swap(next, Ordering::AcqRel));
                assert_eq!(next, 0, "notification {last} is lost");
            }
        });
    });
}

#[test]
fn the_number_of_a_closed_socket_is_good_for_another() {
    both(|poller| {
        for key in 0..100 {
            let (mut client, served) = connection();
            poller.add(&served, Event::readable(key)).unwrap();
            passes(poller, Duration::ZERO);
            client.write_all(b"hello").unwrap();
            if key % 2 == 0 {
                assert_eq!(waited(poller, LONG), [Event::readable(key)]);
            }
            poller.delete(&served).unwrap();
            passes(poller, Duration::ZERO);
            drop((client, served));
            passes(poller, Duration::ZERO);
        }
        // Not deleted is wrong, but nothing may spin. Another test may open a socket with the
        // same number meanwhile, so there may be one event.
        let (client, served) = connection();
        poller.add(&served, Event::readable(1)).unwrap();
        drop((client, served));
        let events: usize = (0..3).map(|_| waited(poller, 20 * MS).len()).sum();
        assert!(events <= 1, "{events} events of one interest");
    });
}

#[test]
fn of_thousands_those_that_are_ready_are_found() {
    both(|poller| {
        let files = open_files::limit().unwrap_or(usize::MAX);
        let most = (files.saturating_sub(128) / 2).clamp(16, 5_000); // leaves some to other tests
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let mut all: Vec<_> = (0..most).map(|_| connect(&listener)).collect();
        for (key, (_, served)) in (0..).zip(&all) {
            poller.add(served, Event::readable(key)).unwrap();
        }
        passes(poller, MS);
        // More than epoll returns at a time, then a few.
        for step in [1, 50] {
            let speakers = Vec::from_iter((0..most as u64).step_by(step));
            speakers.iter().for_each(|&key| all[key as usize].0.write_all(b"!").unwrap());
            let mut found = Vec::new();
            while found.len() < speakers.len() {
                let events = waited(poller, LONG);
                assert!(!events.is_empty(), "after {} of {most}", found.len());
                for event in events {
                    assert_eq!(event, Event::readable(event.key));
                    let served = &mut all[event.key as usize].1;
                    assert_eq!(served.read(&mut [0; 9]).unwrap(), 1);
                    poller.modify(served, event).unwrap();
                    found.push(event.key);
                }
            }
            found.sort_unstable();
            assert_eq!(found, speakers, "each of them once");
        }
        passes(poller, MS);
    });
}
