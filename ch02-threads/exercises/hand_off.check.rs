//! Checks `hand_off.rs`. Edit that file, not this one.
//!
//! - Items come in order, each once. After a close those in the queue still come; then `Closed`.
//! - Who waits is woken: one consumer by an item, all by a close. Meanwhile it does nothing.
//! - Nobody waits forever, whatever comes between the check of the queue and the wait.

use std::iter::repeat_with;
use std::thread::{self, sleep};
use std::time::Duration;

use ch01_loops::workshop::check::{ends, race, sleeps, used_by};
use hand_off::{Closed, Queue};

#[test]
fn check_01_put_needs_no_consumer() {
    ends("`put` waits: for what?", || {
        let queue = Queue::new();
        let put = (0..1_000).map(|item| queue.put(item));
        assert!(put.into_iter().all(|put| put == Ok(())), "the queue is open: is `put` `Ok`?");
    });
}

#[test]
fn check_02_get_takes_what_was_put_first() {
    ends("there are items: does `get` wait only while there are none?", || {
        let queue = Queue::new();
        (1..=3).for_each(|item| queue.put(item).expect("the queue is open"));
        let got = [(); 3].map(|()| queue.get());
        assert_eq!(got, [Ok(1), Ok(2), Ok(3)], "first in, first out: from which end?");
    });
}

#[test]
fn check_03_a_close_lets_no_item_in_and_all_out() {
    ends("the queue is closed and empty, but `get` waits: does it look at `closed`?", || {
        let queue = Queue::new();
        queue.put("early").expect("the queue is open");
        queue.close();
        queue.close();
        assert_eq!(queue.put("late"), Err(Closed("late")), "does `put` look at `closed`?");
        let question = "does `close` leave the items, and does `get` look at them before `closed`?";
        assert_eq!([(); 2].map(|()| queue.get()), [Ok("early"), Err(Closed(()))], "{question}");
    });
}

/// Thirty times there and back: the queue is empty at each `get`.
#[test]
fn check_04_an_item_is_handed_over_at_once() {
    ends("an item is put, but its consumer waits, or comes late: does `put` wake it?", || {
        let (there, back) = (Queue::new(), Queue::new());
        thread::scope(|scope| {
            scope.spawn(|| (0..30).for_each(|_| _ = there.get().map(|item| back.put(item))));
            for item in 0..30 {
                there.put(item).expect("the queue is open");
                let question = "the queue is empty and open: does `get` wait?";
                assert_eq!(back.get(), Ok(item), "there and back: {question}");
            }
        });
    });
}

#[test]
fn check_05_each_item_wakes_a_consumer() {
    ends("three wait, three items come, and one still waits: does each `put` wake one?", || {
        let got = waiting(3, |queue| [1, 2, 3].map(|item| queue.put(item)));
        assert_eq!(got, [Ok(1), Ok(2), Ok(3)], "an item for each of three waiters");
    });
}

#[test]
fn check_06_a_close_wakes_all() {
    ends("three wait, the queue is closed, and one still waits: does `close` wake all?", || {
        assert_eq!(waiting(3, Queue::close), [Err(Closed(())); 3], "no item, and a close");
        for _ in 0..5 {
            let got = waiting(3, |queue| (queue.put(1), queue.close()));
            assert_eq!(got, [Err(Closed(())), Err(Closed(())), Ok(1)], "an item, and a close");
        }
    });
}

#[test]
fn check_07_who_waits_does_nothing() {
    ends("an item is put, but its consumer waits: does `put` wake it?", || {
        let queue = Queue::new();
        thread::scope(|scope| {
            scope.spawn(|| (sleep(30 * MOMENT), queue.put(7)));
            let question = "does it sleep until it is woken, or look every so often?";
            assert_eq!(sleeps(question, || queue.get()), Ok(7), "while it is open, `get` waits");
        });
    });
}

#[test]
fn check_08_one_item_wakes_one() {
    let question = "sixteen wait, sixteen items come, one waits on: does each `put` wake one?";
    ends(question, || {
        let queue = Queue::new();
        let times = thread::scope(|scope| {
            let consumer = || scope.spawn(|| used_by(|| _ = queue.get()).1);
            let consumers: Vec<_> = repeat_with(consumer).take(16).collect();
            for item in 0..16 {
                sleep(MOMENT / 2);
                queue.put(item).expect("the queue is open");
            }
            consumers.into_iter().map(|thread| thread.join().expect("no panic")).sum::<u64>()
        });
        assert!(times <= 64, "16 items, {times} wake-ups: does `put` wake one, or all?");
    });
}

/// A consumer is woken for an item, but another takes it first. The next comes a moment later.
#[test]
fn check_09_a_wakeup_is_not_yet_an_item() {
    ends("the item that woke a consumer was gone: does it wait again?", || {
        for _ in 0..5 {
            let got = waiting(1, |queue| {
                thread::scope(|scope| {
                    scope.spawn(|| (sleep(MOMENT), queue.put(2)));
                    (queue.put(1), queue.get())
                })
            });
            let question = "another thread took the item: is the wait in a `while`?";
            assert!(got[0].is_ok(), "the queue is open, but `get` returned `Closed`: {question}");
        }
    });
}

#[test]
fn check_10_an_item_is_seen_whenever_it_comes() {
    let get = |queue: &Queue<i32>| _ = queue.get();
    let put = |queue: &Queue<i32>| _ = queue.put(1);
    let question = "a consumer waits, and its item is there: do you hold the lock from the check until `wait`, and does each `put` wake one?";
    race(question, Queue::new, [get, put]);
}

#[test]
fn check_11_a_close_is_seen_whenever_it_comes() {
    let get = |queue: &Queue<i32>| _ = queue.get();
    let question = "the queue is closed, but a consumer waits: do you set `closed` under the lock?";
    race(question, Queue::new, [get, Queue::close]);
}

#[test]
fn check_12_an_item_comes_before_the_close() {
    let get = |queue: &Queue<i32>| {
        let question = "do you look at the items and at `closed` under one lock?";
        assert_eq!(queue.get(), Ok(1), "an item was put, then the queue closed: {question}");
    };
    let put = |queue: &Queue<i32>| _ = (queue.put(1), queue.close());
    race("it is closed: does `close` wake all?", Queue::new, [get, put]);
}

// Helpers.

#[cfg_attr(feature = "solutions", path = "../solutions/hand_off.rs")]
mod hand_off;

/// Long enough for a thread to begin to wait.
const MOMENT: Duration = Duration::from_millis(20);

/// Lets some consumers wait for one item each, does `then`, and returns what they got, sorted.
fn waiting<T>(consumers: usize, then: impl FnOnce(&Queue<u32>) -> T) -> Vec<Result<u32, Closed>> {
    let queue = Queue::new();
    assert_eq!((queue.put(0), queue.get()), (Ok(()), Ok(0)), "an item, before anyone waits");
    let mut got = thread::scope(|scope| {
        let consumers: Vec<_> =
            repeat_with(|| scope.spawn(|| queue.get())).take(consumers).collect();
        sleep(MOMENT);
        then(&queue);
        Vec::from_iter(consumers.into_iter().map(|thread| thread.join().expect("no panic")))
    });
    got.sort_by_key(|got| got.ok());
    got
}
