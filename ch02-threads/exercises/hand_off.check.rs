//! Checks `hand_off.rs`, the file beside this one, which is yours to edit.
//!
//! A queue is how threads work for each other and share nothing else. What is
//! checked: that everything arrives once and in order; that either side can end
//! the work, and the other hears of it; that all who wait are woken, and go on
//! only when there is something for them; and that waiting costs nothing.

#[path = "../../ch01-loops/tests/common/processor.rs"]
mod processor;

#[path = "../../ch01-loops/tests/common/within.rs"]
mod within;

within::no_exit!("hand_off.rs");

#[cfg_attr(feature = "solutions", path = "../solutions/hand_off.rs")]
mod hand_off;

use std::time::Duration;
use std::{iter, thread};

use hand_off::{Closed, Queue};
use processor::used_by;
use within::within;

/// Long enough for a thread to begin to wait.
const MOMENT: Duration = Duration::from_millis(20);

/// Runs a check, or fails with a hint when a thread in it waits for ever.
fn check(job: fn()) {
    let hint = "a thread waits for ever: does `put` wake one, does `close` wake all, does `get` look for the close before it waits, and is the lock free meanwhile?";
    within(Duration::from_secs(2), hint, job);
}

/// Lets some consumers wait for one item each, does `then`, and gives back what
/// they got, in order.
fn woken(consumers: usize, then: impl FnOnce(&Queue<u32>)) -> Vec<Result<u32, Closed>> {
    let queue = Queue::new();
    let mut got: Vec<_> = thread::scope(|scope| {
        let consumer = || scope.spawn(|| queue.get());
        let waiting: Vec<_> = iter::repeat_with(consumer).take(consumers).collect();
        thread::sleep(MOMENT);
        then(&queue);
        let hint = "a consumer panicked: when it is woken, is an item there?";
        let got = waiting.into_iter().map(|thread| thread.join().expect(hint));
        got.collect()
    });
    got.sort_by_key(|got| got.ok());
    got
}

#[test]
fn everything_arrives_once_and_in_order() {
    check(|| {
        let queue = Queue::new();
        thread::scope(|scope| {
            scope.spawn(|| {
                (0..1_000).for_each(|item| queue.put(item).expect("the queue is open"));
                queue.close();
            });
            let arrived = iter::from_fn(|| queue.get().ok());
            let hint = "is it first in, first out, and open until `close`?";
            assert!(arrived.eq(0..1_000), "a thousand items: {hint}");
        });
    });
}

#[test]
fn what_was_put_before_the_close_is_handed_out() {
    check(|| {
        let queue = Queue::new();
        let put = ["one", "two"].map(|item| queue.put(item));
        assert_eq!(put, [Ok(()); 2], "there is room without a consumer");
        queue.close();
        assert_eq!(queue.put("late"), Err(Closed), "it is closed");
        let hint = "first what it has, then `Closed`: what does `get` look at first?";
        let got = [(); 3].map(|()| queue.get());
        assert_eq!(got, [Ok("one"), Ok("two"), Err(Closed)], "{hint}");
    });
}

#[test]
fn an_early_end_of_the_consumer_ends_the_producer() {
    check(|| {
        let queue = Queue::new();
        let put = |item: &u32| {
            thread::sleep(Duration::from_millis(1));
            queue.put(*item).is_ok()
        };
        thread::scope(|scope| {
            let producer = scope.spawn(|| (0..200).take_while(put).count());
            let three = [(); 3].map(|()| queue.get());
            queue.close();
            assert_eq!(three, [Ok(0), Ok(1), Ok(2)], "the first three, in order");
            let hint = "it never heard of the close: what does `put` give back then?";
            let taken = producer.join().expect("`put` gives an error, no panic");
            assert_ne!(taken, 200, "{hint}");
        });
    });
}

#[test]
fn all_who_wait_are_woken() {
    check(|| {
        let three_items = |queue: &Queue<u32>| {
            (1..=3).for_each(|item| queue.put(item).expect("the queue is open"));
        };
        let hint = "three wait: does `get` take an empty queue for a closed one?";
        assert_eq!(woken(3, three_items), [Ok(1), Ok(2), Ok(3)], "{hint}");
        assert_eq!(woken(3, Queue::close), [Err(Closed); 3], "no item comes");
    });
}

/// A consumer is woken for an item, and here another takes it, mostly, before
/// that one is awake. The next item comes a moment later.
#[test]
fn to_be_woken_is_not_to_have_an_item() {
    check(|| {
        for _ in 0..5 {
            let mut here = Err(Closed);
            let there = woken(1, |queue| {
                thread::scope(|scope| {
                    let next = scope.spawn(|| (thread::sleep(MOMENT), queue.put(2)));
                    queue.put(1).expect("the queue is open");
                    here = queue.get();
                    let _ = next.join();
                });
            });
            let hint = "woken, and the queue open and empty again: is the wait in a `while`?";
            assert!(here.is_ok() && there[0].is_ok(), "{hint}");
        }
    });
}

#[test]
fn who_waits_uses_no_processor() {
    check(|| {
        let queue = Queue::new();
        let (time, times) = thread::scope(|scope| {
            scope.spawn(|| (thread::sleep(10 * MOMENT), queue.put(7)));
            used_by(|| assert_eq!(queue.get(), Ok(7), "while it is open, `get` waits"))
        });
        let hint = "does it sleep on the `Condvar`, or does it look again and again?";
        assert!(
            time < Duration::from_millis(10) && times < 10,
            "it woke {times} times and computed for {time:?}: {hint}"
        );
    });
}
