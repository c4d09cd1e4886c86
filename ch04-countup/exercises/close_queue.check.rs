//! Checks `close_queue.rs`, the file beside this one, which is yours to edit.
//!
//! Only the queue knows a waiting consumer: the scheduler does not, and `run` ends
//! without it. If the queue forgets it, it waits forever, without a word.

#[cfg_attr(feature = "solutions", path = "../solutions/close_queue.rs")]
mod close_queue;

use std::cell::{Cell, RefCell};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::rc::Rc;
use std::thread;
use std::time::Duration;

use ch01_loops::workshop::check::within;
use ch04_countup::answers::call_later::Scheduler;
use close_queue::{Closed, Queue};

#[test]
fn check_01_an_open_queue_keeps_what_is_put() {
    check(|_, sched, _| {
        let held = Rc::new(());
        let queue = Queue::new();
        for _ in 0..2 {
            let put = queue.put(sched, Rc::clone(&held));
            assert_eq!(put, Ok(()), "the queue is open");
        }
        assert_eq!(Rc::strong_count(&held), 3, "no consumer is waiting: are the two items kept?");
        let other = queue.clone();
        drop((queue, other));
        assert_eq!(
            Rc::strong_count(&held),
            1,
            "the last handle is gone: what still keeps the items?"
        );
    });
}

#[test]
fn check_02_what_was_put_is_there_to_get() {
    check(|heard, sched, queue| {
        for item in 0..3 {
            assert_eq!(queue.put(sched, item), Ok(()), "the queue is open");
        }
        consume(sched, &queue, heard, "c");
        run(sched);
        assert_eq!(
            *heard.borrow(),
            [("c", Ok(0)), ("c", Ok(1)), ("c", Ok(2))],
            "three items were there: does `get` take the first one out?"
        );
    });
}

#[test]
fn check_03_a_waiting_consumer_gets_each_item() {
    check(|heard, sched, queue| {
        consume(sched, &queue, heard, "c");
        run(sched);
        assert_eq!(*heard.borrow(), [], "there is no item yet");
        for item in 0..3 {
            assert_eq!(queue.put(sched, item), Ok(()), "the queue is open");
            run(sched);
        }
        assert_eq!(
            *heard.borrow(),
            [("c", Ok(0)), ("c", Ok(1)), ("c", Ok(2))],
            "the consumer came first: does `get` keep it, and does `put` look for a waiting one?"
        );
    });
}

#[test]
fn check_04_the_longest_waiting_gets_the_item() {
    check(|heard, sched, queue| {
        consume(sched, &queue, heard, "a");
        assert_eq!(queue.put(sched, 0), Ok(()), "the queue is open");
        // The first item is for `a`, which came first but has not been called yet.
        consume(sched, &queue, heard, "b");
        for item in 1..4 {
            assert_eq!(queue.put(sched, item), Ok(()), "the queue is open");
            run(sched);
        }
        assert_eq!(
            *heard.borrow(),
            [("a", Ok(0)), ("b", Ok(1)), ("a", Ok(2)), ("b", Ok(3))],
            "each item once, to the consumer that has waited longest: does `put` take the first \
             waiting one?"
        );
    });
}

#[test]
fn check_05_only_the_scheduler_calls() {
    check(|heard, sched, queue| {
        let note = |name| move |_: &mut Scheduler<'_>, item| heard.borrow_mut().push((name, item));
        queue.get(sched, note("waited"));
        assert_eq!(queue.put(sched, 0), Ok(()), "the queue is open");
        assert_eq!(queue.put(sched, 1), Ok(()), "the queue is open");
        queue.get(sched, note("asked"));
        assert_eq!(
            *heard.borrow(),
            [],
            "`put` or `get` called a callback itself: is it always handed to `call_soon`?"
        );
        run(sched);
        assert_eq!(*heard.borrow(), [("waited", Ok(0)), ("asked", Ok(1))]);
    });
}

#[test]
fn check_06_a_long_queue_needs_no_stack() {
    /// The items that were taken, and where on the stack the first one was.
    type Taken = (Cell<u64>, Cell<usize>);

    fn take<'a>(sched: &mut Scheduler<'a>, queue: &Queue<'a, u64>, taken: &'a Taken) {
        let again = queue.clone();
        queue.get(sched, move |sched, _| {
            let local = 0_u8;
            let here = &raw const local as usize;
            if taken.0.replace(taken.0.get() + 1) == 0 {
                taken.1.set(here);
            }
            assert!(
                here.abs_diff(taken.1.get()) < 100_000,
                "each item goes deeper into the stack: does `get` call its callback itself?"
            );
            take(sched, &again, taken);
        });
    }
    within(Duration::from_secs(2), "200,000 items take longer than two seconds", || {
        let taken = Taken::default();
        let (mut sched, queue) = (Scheduler::new(), Queue::new());
        for item in 0..200_000 {
            assert_eq!(queue.put(&mut sched, item), Ok(()), "the queue is open");
        }
        take(&mut sched, &queue, &taken);
        sched.run();
        assert_eq!(taken.0.get(), 200_000, "items are left");
    });
}

#[test]
fn check_07_close_queues_every_waiting_consumer() {
    check(|heard, sched, queue| {
        consume(sched, &queue, heard, "a");
        consume(sched, &queue, heard, "b");
        queue.close(sched);
        assert_eq!(*heard.borrow(), [], "the scheduler calls, not `close`");
        run(sched);
        assert_eq!(
            *heard.borrow(),
            [("a", Err(Closed(()))), ("b", Err(Closed(())))],
            "nothing is left to run, and a consumer that is missing here waits forever: does \
             `close` queue all that are waiting, first in, first out?"
        );
    });
}

#[test]
fn check_08_what_was_put_before_the_close_is_delivered() {
    check(|heard, sched, queue| {
        for item in 0..2 {
            assert_eq!(queue.put(sched, item), Ok(()), "the queue is open");
        }
        queue.close(sched);
        consume(sched, &queue, heard, "c");
        run(sched);
        assert_eq!(
            *heard.borrow(),
            [("c", Ok(0)), ("c", Ok(1)), ("c", Err(Closed(())))],
            "does `close` leave the items, and does `get` look for an item before it asks whether \
             the queue is closed?"
        );
    });
}

#[test]
fn check_09_a_closed_queue_returns_the_item() {
    check(|heard, sched, queue| {
        queue.close(sched);
        queue.close(sched);
        assert_eq!(
            queue.put(sched, 7),
            Err(Closed(7)),
            "no consumer will ask for it any more: does `put` ask whether the queue is closed?"
        );
        consume(sched, &queue, heard, "c");
        run(sched);
        assert_eq!(
            *heard.borrow(),
            [("c", Err(Closed(())))],
            "a refused item does not arrive, and a consumer of a closed queue must not wait: does \
             `get` ask whether it is closed?"
        );
    });
}

#[test]
fn check_10_a_closed_queue_keeps_no_consumer() {
    check(|heard, sched, queue| {
        let held = Rc::new(());
        for _ in 0..2 {
            let (again, held) = (queue.clone(), Rc::clone(&held));
            queue.get(sched, move |_, item| {
                let _ = (again, held);
                heard.borrow_mut().push(("c", item));
            });
        }
        queue.close(sched);
        drop(queue);
        run(sched);
        assert_eq!(
            Rc::strong_count(&held),
            1,
            "every consumer was called, and one is still kept: by what?"
        );
    });
}

#[test]
fn check_11_a_panic_ends_one_consumer() {
    check(|heard, sched, queue| {
        queue.get(sched, |_, _| resume_unwind(Box::new("a panic, but not printed")));
        consume(sched, &queue, heard, "behind");
        for item in 0..2 {
            assert_eq!(queue.put(sched, item), Ok(()), "the queue is open");
        }
        let run_panicked = catch_unwind(AssertUnwindSafe(|| run(sched))).is_err();
        assert!(run_panicked, "a consumer panicked, and it was hidden: what catches it?");
        run(sched);
        queue.get(sched, |_, _| resume_unwind(Box::new("a panic, but not printed")));
        consume(sched, &queue, heard, "last");
        queue.close(sched);
        let _ = catch_unwind(AssertUnwindSafe(|| run(sched)));
        run(sched);
        let closed = Err(Closed(()));
        assert_eq!(
            *heard.borrow(),
            [("behind", Ok(1)), ("behind", closed), ("last", closed)],
            "one consumer panicked with an item, and one at the close: do the others still get \
             theirs? Is each consumer a callback of its own?"
        );
    });
}

/// What each consumer heard, by name.
type Heard = RefCell<Vec<(&'static str, Result<u64, Closed>)>>;

/// Runs a check that ends soon, or with a hint if it does not end or borrows twice.
#[track_caller]
fn check(job: for<'a> fn(&'a Heard, &mut Scheduler<'a>, Queue<'a, u64>)) {
    let hint = "it does not end: does anything wait in a loop, instead of leaving a callback?";
    let borrowed_twice = within(Duration::from_secs(2), hint, move || {
        let heard = Heard::default();
        let job = || job(&heard, &mut Scheduler::new(), Queue::new());
        let Err(payload) = catch_unwind(AssertUnwindSafe(job)) else {
            return false;
        };
        let text = payload.downcast_ref::<String>().map(String::as_str);
        let text = text.or(payload.downcast_ref::<&str>().copied());
        if !text.is_some_and(|text| text.contains("already") && text.contains("borrowed")) {
            resume_unwind(payload);
        }
        true
    });
    assert!(
        !borrowed_twice,
        "is a consumer called while the state is borrowed? Hand it to `sched.call_soon`."
    );
}

/// Runs until nothing is left, which takes few rounds.
fn run(sched: &mut Scheduler<'_>) {
    for _round in 0..100 {
        let Some(pause) = sched.run_once() else {
            return;
        };
        thread::sleep(pause);
    }
    panic!("the scheduler is never idle: does a waiting consumer ask again and again?");
}

/// Asks for an item, notes what it gets, and asks again until the queue is closed.
fn consume<'a>(
    sched: &mut Scheduler<'a>,
    queue: &Queue<'a, u64>,
    heard: &'a Heard,
    name: &'static str,
) {
    let again = queue.clone();
    queue.get(sched, move |sched, item| {
        heard.borrow_mut().push((name, item));
        if item.is_ok() {
            consume(sched, &again, heard, name);
        }
    });
}
