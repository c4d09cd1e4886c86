//! Checks `hand_off.rs`, the file beside this one, which is yours to edit.
//!
//! Through a queue, threads can work together and share nothing else. What is
//! checked: that everything arrives once, in order and without delay; that either
//! side can end the work, and the other notices; that every waiter wakes when it
//! must, goes on only when there is something for it, and costs nothing meanwhile.

#[cfg_attr(feature = "solutions", path = "../solutions/hand_off.rs")]
mod hand_off;

use hand_off::{Closed, Queue};

#[test]
fn check_01_put_needs_no_consumer() {
    let hint = "`put` never returns: what does it wait for?";
    let put = within(LIMIT, hint, || {
        let queue = Queue::new();
        [1, 2, 3].map(|item| queue.put(item))
    });
    assert_eq!(put, [Ok(()); 3], "the queue has room, consumer or not");
}

#[test]
fn check_02_get_takes_what_was_put_first() {
    let hint =
        "`get` never returns, although there are items: does it wait only while there are none?";
    let got = within(LIMIT, hint, || {
        let queue = Queue::new();
        for item in [1, 2, 3] {
            queue.put(item).expect("the queue is open");
        }
        [(); 3].map(|()| queue.get())
    });
    assert_eq!(got, [Ok(1), Ok(2), Ok(3)], "first in, first out: which end?");
}

/// Three hundred times there and back, and the queue is empty at each `get`.
#[test]
fn check_03_an_item_comes_as_soon_as_it_is_put() {
    let hint = "300 items there and back take too long: does `put` wake a waiting consumer (one that looks every so often comes late), and is the lock free while `get` waits?";
    within(LIMIT, hint, || {
        let (there, back) = (Queue::new(), Queue::new());
        thread::scope(|scope| {
            scope.spawn(|| {
                for _ in 0..300 {
                    let item = there.get().expect("the queue is open: does `get` wait?");
                    back.put(item).expect("the queue is open");
                }
            });
            for item in 0..300 {
                there.put(item).expect("the queue is open");
                assert_eq!(back.get(), Ok(item), "there and back: does `get` wait?");
            }
        });
    });
}

#[test]
fn check_04_what_was_put_before_the_close_is_handed_out() {
    let hint = "the queue is closed, and `get` waits: does it check for that?";
    let (late, got) = within(LIMIT, hint, || {
        let queue = Queue::new();
        for item in ["one", "two"] {
            queue.put(item).expect("the queue is open");
        }
        queue.close();
        (queue.put("late"), [(); 3].map(|()| queue.get()))
    });
    assert_eq!(late, Err(Closed("late")), "what `put` returns after a close");
    assert_eq!(
        got,
        [Ok("one"), Ok("two"), Err(Closed(()))],
        "first the items, then `Closed`: does `close` leave the items, and does `get` look for items before it looks at `closed`?"
    );
}

#[test]
fn check_05_a_thousand_arrive_and_then_the_close() {
    let hint = "a consumer waits forever: does `close` wake the waiters?";
    let arrived = within(LIMIT, hint, || {
        let queue = Queue::new();
        thread::scope(|scope| {
            scope.spawn(|| {
                thread::sleep(MOMENT);
                (0..1_000).for_each(|item| queue.put(item).expect("the queue is open"));
                queue.close();
            });
            iter::from_fn(|| queue.get().ok()).collect::<Vec<_>>()
        })
    });
    let all: Vec<_> = (0..1_000).collect();
    assert!(
        arrived == all,
        "a thousand were put, {} arrived: is each handed out once, in order, until the close? Does `get` look at `items` and `closed` under one lock?",
        arrived.len()
    );
}

#[test]
fn check_06_an_early_end_of_the_consumer_ends_the_producer() {
    let hint = "the producer does not end: does `put` check whether the queue is closed?";
    let (three, taken) = within(LIMIT, hint, || {
        let queue = Queue::new();
        let put = |item: &u32| {
            thread::sleep(Duration::from_micros(100));
            queue.put(*item).is_ok()
        };
        thread::scope(|scope| {
            let producer = scope.spawn(|| (0..).take_while(put).count());
            let three = [(); 3].map(|()| queue.get());
            queue.close();
            (three, producer.join().expect("`put` returns an error, it does not panic"))
        })
    });
    assert_eq!(three, [Ok(0), Ok(1), Ok(2)], "the first three, in order");
    assert!(taken >= 3, "it put {taken}, and three were taken");
}

#[test]
fn check_07_all_waiters_are_woken() {
    let three_items = |queue: &Queue<u32>| {
        (1..=3).for_each(|item| queue.put(item).expect("the queue is open"));
    };
    let hint = "three wait, three items arrive, and one still waits: does each `put` wake one?";
    let got = within(LIMIT, hint, move || woken(3, three_items));
    assert_eq!(got, [Ok(1), Ok(2), Ok(3)], "an item for each of three waiters");

    let hint = "three wait, the queue closes, and one still waits: does `close` wake all?";
    let got = within(LIMIT, hint, || woken(3, Queue::close));
    assert_eq!(got, [Err(Closed(())); 3], "the close reaches all three waiters");
}

/// A consumer is woken for an item, but another usually takes it first. The next
/// item arrives a moment later.
#[test]
fn check_08_a_wakeup_is_not_yet_an_item() {
    let hint = "a waiter never gets the second item: does it wait again, and does it wake again?";
    let both = within(LIMIT, hint, || {
        for _ in 0..5 {
            let mut here = Err(Closed(()));
            let there = woken(1, |queue| {
                thread::scope(|scope| {
                    let next = scope.spawn(|| (thread::sleep(MOMENT), queue.put(2)));
                    queue.put(1).expect("the queue is open");
                    here = queue.get();
                    let _ = next.join();
                });
            });
            if here.is_err() || there[0].is_err() {
                return false;
            }
        }
        true
    });
    assert!(
        both,
        "the queue was open, and `get` returned `Closed`: it woke, but another thread took the item; is the wait in a `while`?"
    );
}

/// Again and again, four threads begin to wait while four items arrive: before, at
/// that moment, or after it.
#[test]
fn check_09_an_item_is_noticed_whenever_it_comes() {
    let hint = "a consumer waits although its item is there: is the lock held from the look at the state until the wait?";
    within(LIMIT, hint, || {
        let (queue, all, over) = (Queue::new(), Barrier::new(8), AtomicBool::new(false));
        let end = Instant::now() + LIMIT / 5;
        let rounds = |job: &dyn Fn()| {
            while !over.load(Ordering::SeqCst) {
                job();
                if all.wait().is_leader() {
                    over.store(Instant::now() >= end, Ordering::SeqCst);
                }
                all.wait();
            }
        };
        thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| rounds(&|| queue.put(()).expect("the queue is open")));
                scope.spawn(|| rounds(&|| queue.get().expect("the queue is open")));
            }
        });
    });
}

#[test]
fn check_10_a_waiter_uses_no_processor() {
    let (time, times) = within(LIMIT, "`get` does not end", || {
        let queue = Queue::new();
        thread::scope(|scope| {
            scope.spawn(|| (thread::sleep(10 * MOMENT), queue.put(7)));
            used_by(|| assert_eq!(queue.get(), Ok(7), "while it is open, `get` waits"))
        })
    });
    assert!(
        time < Duration::from_millis(10) && times <= 5,
        "it woke {times} times and computed for {time:?}: does it sleep on the `Condvar`, or look again and again?"
    );
}

/// Sixteen threads wait, and sixteen items arrive, one by one.
#[test]
fn check_11_one_item_wakes_one() {
    let times: u64 = within(LIMIT, "a waiter never wakes for its item", || {
        let queue = Queue::new();
        thread::scope(|scope| {
            let consumer = || scope.spawn(|| used_by(|| _ = queue.get()).1);
            let waiting: Vec<_> = iter::repeat_with(consumer).take(16).collect();
            thread::sleep(MOMENT);
            for item in 0..16 {
                queue.put(item).expect("the queue is open");
                thread::sleep(MOMENT / 4);
            }
            let times = waiting.into_iter().map(ScopedJoinHandle::join);
            times.map(|times| times.expect("no panic")).sum()
        })
    });
    assert!(times <= 64, "16 items woke 16 waiters {times} times: does `put` wake one, or all?");
}

// What the checks are made of.

use std::iter;
use std::sync::Barrier;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, ScopedJoinHandle};
use std::time::{Duration, Instant};

use ch01_loops::workshop::check::used_by;
use ch01_loops::workshop::check::within;

/// Long enough for a thread to begin to wait.
const MOMENT: Duration = Duration::from_millis(20);
const LIMIT: Duration = Duration::from_secs(2);

/// Lets some consumers wait for one item each, does `then`, and returns what they
/// got, in order.
fn woken(consumers: usize, then: impl FnOnce(&Queue<u32>)) -> Vec<Result<u32, Closed>> {
    let queue = Queue::new();
    let mut got: Vec<_> = thread::scope(|scope| {
        let consumer = || scope.spawn(|| queue.get());
        let waiting: Vec<_> = iter::repeat_with(consumer).take(consumers).collect();
        thread::sleep(MOMENT);
        then(&queue);
        let hint = "a consumer panicked: must an item be there when it wakes?";
        let got = waiting.into_iter().map(|thread| thread.join().expect(hint));
        got.collect()
    });
    got.sort_by_key(|got| got.ok());
    got
}
