//! The poller, on `poll` and on what the system offers.

use ch04_countup::workshop::check::loopback;
use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use ch01_loops::workshop::check::used_by;
use ch01_loops::workshop::check::within;
use ch04_countup::poller::{Event, Poller};

const MS: Duration = Duration::from_millis(1);

/// Tests both, each within a minute.
#[track_caller]
fn both(test: fn(Poller)) {
    if loopback::is_missing() {
        return;
    }
    for poller in [Poller::with_poll(), Poller::new()] {
        let poller = poller.expect("a poller");
        within(Duration::from_secs(60), "a wait does not end", move || {
            test(poller);
        });
    }
}

/// The two ends of a connection. The second does not block.
fn connection() -> (TcpStream, TcpStream) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    connect(&listener)
}

fn connect(listener: &TcpListener) -> (TcpStream, TcpStream) {
    let client = TcpStream::connect(listener.local_addr().expect("its address"));
    let (served, _) = listener.accept().expect("a client");
    served.set_nonblocking(true).expect("it never waits");
    (client.expect("a connection"), served)
}

/// The events within `limit`, sorted.
fn waited(poller: &Poller, limit: Duration) -> Vec<Event> {
    let mut events = vec![Event::readable(99)]; // which must not stay in it
    poller.wait(&mut events, Some(limit)).expect("it waits");
    events.sort_by_key(|event| event.key);
    events
}

#[test]
fn a_socket_with_data_is_readable_once() {
    both(|poller| {
        let (mut client, mut served) = connection();
        poller.add(&served, Event::readable(7)).expect("it is added");
        assert_eq!(waited(&poller, MS), []);

        client.write_all(b"hello").expect("it is sent");
        assert_eq!(waited(&poller, 5000 * MS), [Event::readable(7)]);
        client.write_all(b" again").expect("it is sent");
        assert_eq!(waited(&poller, 20 * MS), [], "an event is reported once");

        poller.modify(&served, Event::readable(8)).expect("it is asked again");
        assert_eq!(waited(&poller, 5000 * MS), [Event::readable(8)]);

        assert_eq!(served.read(&mut [0; 99]).expect("the data"), 11);
        poller.modify(&served, Event::readable(8)).expect("it is asked again");
        assert_eq!(waited(&poller, MS), []);
    });
}

#[test]
fn a_socket_with_room_is_writable() {
    both(|poller| {
        let (mut client, mut served) = connection();
        poller.add(&served, Event::writable(7)).expect("it is added");
        assert_eq!(waited(&poller, 5000 * MS), [Event::writable(7)]);

        // Sent until nothing is taken: on a loopback the client's side fills too, later.
        let mut sent = 0;
        loop {
            match served.write(&[0; 65536]) {
                Ok(written) => sent += written,
                Err(_) => {
                    poller.modify(&served, Event::writable(7)).expect("it is asked");
                    if waited(&poller, 50 * MS).is_empty() {
                        break;
                    }
                }
            }
        }
        client.read_exact(&mut vec![0; sent]).expect("what was sent");
        assert_eq!(waited(&poller, 5000 * MS), [Event::writable(7)]);
    });
}

#[test]
fn both_can_be_waited_for_at_once() {
    both(|poller| {
        let (mut client, served) = connection();
        client.write_all(b"hello").expect("it is sent");
        served
            .peek(&mut [0])
            .or_else(|_| {
                served.set_nonblocking(false)?;
                served.peek(&mut [0])
            })
            .expect("it arrives");
        poller.add(&served, Event::new(7, true, true)).expect("it is added");
        assert_eq!(waited(&poller, 5000 * MS), [Event::new(7, true, true)]);
        poller.modify(&served, Event::new(7, false, false)).expect("nothing is asked");
        assert_eq!(waited(&poller, MS), []);
    });
}

#[test]
fn a_client_at_the_door_makes_a_listener_readable() {
    both(|poller| {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        poller.add(&listener, Event::readable(0)).expect("it is added");
        assert_eq!(waited(&poller, MS), []);
        let _client = TcpStream::connect(listener.local_addr().expect("its address"));
        assert_eq!(waited(&poller, 5000 * MS), [Event::readable(0)]);
    });
}

#[test]
fn an_end_and_a_reset_are_for_the_reader() {
    both(|poller| {
        let (client, served) = connection();
        poller.add(&served, Event::readable(1)).expect("it is added");
        client.shutdown(Shutdown::Write).expect("it ends its side");
        let events = waited(&poller, 5000 * MS);
        assert!(matches!(events[..], [Event { key: 1, readable: true, .. }]), "{events:?}");

        let (client, mut reset) = connection();
        reset.write_all(b"unread").expect("it is sent");
        client.peek(&mut [0]).expect("it arrives");
        poller.add(&reset, Event::readable(2)).expect("it is added");
        drop(client); // with something unread, which resets the connection
        let events = waited(&poller, 5000 * MS);
        assert!(matches!(events[..], [Event { key: 2, readable: true, .. }]), "{events:?}");
        assert_eq!(waited(&poller, MS), [], "it must not report them again");
    });
}

#[test]
fn a_hang_up_wakes_the_writer_too() {
    both(|poller| {
        let (client, mut served) = connection();
        while served.write(&[0; 65536]).is_ok() {}
        poller.add(&served, Event::writable(1)).expect("it is added");
        drop(client); // with something unread, which resets the connection
        let events = waited(&poller, 5000 * MS);
        assert!(matches!(events[..], [Event { key: 1, writable: true, .. }]), "{events:?}");
    });
}

#[test]
fn a_limit_never_ends_early() {
    both(|poller| {
        for micros in [0, 1, 900, 1_000, 1_001, 2_500, 20_000] {
            let limit = Duration::from_micros(micros);
            let start = Instant::now();
            assert_eq!(waited(&poller, limit), []);
            assert!(start.elapsed() >= limit, "{:?} < {limit:?}", start.elapsed());
        }
    });
}

#[test]
fn a_limit_longer_than_the_system_knows_is_no_trouble() {
    both(|poller| {
        for limit in [Duration::MAX, Duration::from_secs(1 << 40), Duration::from_secs(1 << 22)] {
            let (mut client, served) = connection();
            poller.add(&served, Event::readable(3)).expect("it is added");
            client.write_all(b"hello").expect("it is sent");
            assert_eq!(waited(&poller, limit), [Event::readable(3)]);
            poller.delete(&served).expect("it is deleted");
        }
    });
}

#[test]
fn a_notification_before_the_wait_ends_it_and_no_other() {
    both(|poller| {
        for _ in 0..3 {
            poller.notify().expect("it rings");
        }
        assert_eq!(waited(&poller, Duration::MAX), []);
        let start = Instant::now();
        assert_eq!(waited(&poller, 20 * MS), []);
        assert!(start.elapsed() >= 20 * MS, "one wait was ended before");
        // Also one that does not sleep takes it.
        poller.notify().expect("it rings");
        assert_eq!(waited(&poller, Duration::ZERO), []);
        let start = Instant::now();
        assert_eq!(waited(&poller, 20 * MS), []);
        assert!(start.elapsed() >= 20 * MS, "one wait was ended before");
    });
}

#[test]
fn a_wait_sleeps_after_a_notification_too() {
    both(|poller| {
        thread::scope(|scope| {
            scope.spawn(|| {
                thread::sleep(20 * MS);
                poller.notify().expect("it rings");
            });
            poller.wait(&mut Vec::new(), None).expect("it waits");
        });
        let (time, times) = used_by(|| assert_eq!(waited(&poller, 200 * MS), []));
        assert!(
            time < 10 * MS && times <= 8,
            "a wait of 200 ms took {time:?} of the processor, and woke up {times} times"
        );
    });
}

#[test]
fn of_20_000_notifications_from_another_thread_none_is_lost() {
    both(|poller| {
        let (poller, round) = (Arc::new(poller), Arc::new(AtomicU64::new(0)));
        let other = {
            let (poller, round) = (Arc::clone(&poller), Arc::clone(&round));
            thread::spawn(move || {
                for number in 1..=20_000 {
                    round.store(number, Ordering::Release);
                    poller.notify().expect("it rings");
                    while round.load(Ordering::Acquire) != 0 {
                        thread::yield_now();
                    }
                }
            })
        };
        let mut heard = 0;
        let mut events = Vec::new();
        while heard < 20_000 {
            poller.wait(&mut events, None).expect("it waits");
            if round.load(Ordering::Acquire) != 0 {
                heard += 1;
                round.store(0, Ordering::Release);
            }
        }
        other.join().expect("it ends");
    });
}

#[test]
fn the_number_of_a_closed_socket_is_good_for_another() {
    both(|poller| {
        for key in 0..100 {
            let (mut client, served) = connection();
            poller.add(&served, Event::readable(key)).expect("it is added");
            assert_eq!(waited(&poller, Duration::ZERO), []);
            client.write_all(b"hello").expect("it is sent");
            if key % 2 == 0 {
                assert_eq!(waited(&poller, 5000 * MS), [Event::readable(key)]);
            }
            poller.delete(&served).expect("it is deleted");
            assert_eq!(waited(&poller, Duration::ZERO), [], "it is deleted");
            drop((client, served));
            assert_eq!(waited(&poller, Duration::ZERO), []);
        }
    });
}

/// Wrong use, but nothing may spin. Another test may open a socket with the same number
/// meanwhile, so there may be one event.
#[test]
fn a_socket_closed_without_a_word_is_forgotten() {
    both(|poller| {
        let (client, served) = connection();
        poller.add(&served, Event::readable(1)).expect("it is added");
        drop((client, served));
        let events: usize = (0..3).map(|_| waited(&poller, 20 * MS).len()).sum();
        assert!(events <= 1, "{events} events of one interest");
    });
}

/// 5,000, or fewer, to leave the other tests some open files.
fn connections_that_fit() -> usize {
    let shell = Command::new("sh").args(["-c", "ulimit -n"]).output();
    let files =
        shell.ok().and_then(|told| String::from_utf8(told.stdout).ok()?.trim().parse().ok());
    files.map_or(5_000, |files: usize| (files.saturating_sub(128) / 2).clamp(16, 5_000))
}

#[test]
fn of_thousands_those_that_are_ready_are_found() {
    both(|poller| {
        let most = connections_that_fit();
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let mut all: Vec<_> = (0..most).map(|_| connect(&listener)).collect();
        for (key, (_, served)) in all.iter().enumerate() {
            poller.add(served, Event::readable(key)).expect("it is added");
        }
        assert_eq!(waited(&poller, MS), []);
        // More than epoll returns at a time, then a few.
        for step in [1, 50] {
            let speakers = || (0..most).step_by(step);
            for key in speakers() {
                all[key].0.write_all(b"!").expect("it is sent");
            }
            let mut heard = Vec::new();
            while heard.len() < speakers().count() {
                let events = waited(&poller, 5000 * MS);
                assert!(!events.is_empty(), "after {} of {most}", heard.len());
                for event in events {
                    let (key, served) = (event.key, &mut all[event.key].1);
                    assert_eq!(event, Event::readable(key));
                    assert_eq!(served.read(&mut [0; 9]).expect("its byte"), 1);
                    poller.modify(served, event).expect("it is asked again");
                    heard.push(key);
                }
            }
            heard.sort_unstable();
            assert!(heard.into_iter().eq(speakers()), "each of them once");
        }
        assert_eq!(waited(&poller, MS), []);
    });
}

#[test]
fn the_key_of_the_bell_is_not_for_sockets() {
    both(|poller| {
        let (_client, served) = connection();
        assert!(poller.add(&served, Event::readable(usize::MAX)).is_err());
        assert!(poller.modify(&served, Event::readable(usize::MAX)).is_err());
    });
}
