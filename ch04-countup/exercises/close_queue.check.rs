//! Checks `close_queue.rs`. Edit that file, not this one.
//!
//! - Each item goes to one consumer, first in, first out; and the consumer that has waited
//!   longest is first.
//! - Only the scheduler calls a consumer, in the next round.
//! - After `close` nobody waits: what was put is delivered, and everything else is `Closed`.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::Rc;

use ch01_loops::workshop::check::{Notes, ends, panic, panics};
use ch04_countup::answers::call_later::Scheduler;
use close_queue::{Closed, Queue};

#[test]
fn check_01_an_open_queue_keeps_what_is_put() {
    ends(HANGS, || {
        let (item, mut sched, queue) = (Rc::new(()), Scheduler::new(), Queue::new());
        let put = queue.put(&mut sched, Rc::clone(&item));
        assert_eq!(put, Ok(()), "the queue is open");
        let kept = Rc::strong_count(&item) - 1;
        assert_eq!(kept, 1, "items in the queue: nobody asks for one yet, so do you keep it?");
    });
}

#[test]
fn check_02_only_the_scheduler_calls() {
    ends(HANGS, || {
        let (notes, mut sched, queue) = (&Notes::default(), Scheduler::new(), Queue::new());
        get(&queue, &mut sched, notes, "waits");
        put(&queue, &mut sched, [0, 1]);
        get(&queue, &mut sched, notes, "asks");
        sched.call_soon(|_| notes.note("behind"));
        assert_eq!(*notes, [], "called by `put` or `get`: do you hand each to `call_soon`?");
        sched.run_once();
        let question = "one round later: do you hand each to `call_soon`, in its order?";
        assert_eq!(*notes, ["waits: 0", "asks: 1", "behind"], "{question}");
    });
}

#[test]
fn check_03_items_come_out_as_they_were_put() {
    ends(HANGS, || {
        let (notes, mut sched, queue) = (&Notes::default(), Scheduler::new(), Queue::new());
        put(&queue, &mut sched, [0, 1, 2]);
        ["a", "b", "c"].into_iter().for_each(|name| get(&queue, &mut sched, notes, name));
        sched.run();
        let question = "does `get` take the first item out?";
        assert_eq!(*notes, ["a: 0", "b: 1", "c: 2"], "{question}");
    });
}

#[test]
fn check_04_a_consumer_waits_in_the_queue() {
    ends(HANGS, || {
        let (notes, mut sched, queue) = (&Notes::default(), Scheduler::new(), Queue::new());
        get(&queue, &mut sched, notes, "a");
        let question = "nothing to do until there is an item: does a consumer ask again and again?";
        assert_eq!(sched.run_once(), None, "{question}");
        put(&queue, &mut sched, [0]);
        sched.run();
        assert_eq!(*notes, ["a: 0"], "does `put` look for a consumer that waits?");
    });
}

#[test]
fn check_05_the_longest_waiting_gets_the_item() {
    ends(HANGS, || {
        let (notes, mut sched, queue) = (&Notes::default(), Scheduler::new(), Queue::new());
        get(&queue, &mut sched, notes, "a");
        get(&queue, &mut sched, notes, "b");
        put(&queue, &mut sched, [0]);
        get(&queue, &mut sched, notes, "late"); // Before the scheduler has called `a`.
        put(&queue, &mut sched, [1, 2]);
        sched.run();
        let question = "is an item for whoever has waited longest, from the moment you put it?";
        assert_eq!(*notes, ["a: 0", "b: 1", "late: 2"], "{question}");
    });
}

#[test]
fn check_06_close_queues_every_waiting_consumer() {
    ends(HANGS, || {
        let (notes, mut sched, queue) = (&Notes::default(), Scheduler::new(), Queue::new());
        ["a", "b", "c"].into_iter().for_each(|name| get(&queue, &mut sched, notes, name));
        queue.close(&mut sched);
        assert_eq!(*notes, [], "called by `close`: do you hand each to `call_soon`?");
        sched.run();
        let question = "does `close` queue all that wait, in order? Who is missing waits forever.";
        assert_eq!(*notes, ["a: closed", "b: closed", "c: closed"], "{question}");
    });
}

#[test]
fn check_07_a_closed_queue_lets_nobody_wait() {
    ends(HANGS, || {
        let (notes, mut sched, queue) = (&Notes::default(), Scheduler::new(), Queue::new());
        queue.clone().close(&mut sched);
        get(&queue, &mut sched, notes, "a");
        sched.run();
        let question = "closed, by another handle, and empty: does `get` look at `closed`?";
        assert_eq!(*notes, ["a: closed"], "{question}");
        let refused = queue.put(&mut sched, 7);
        assert_eq!(refused, Err(Closed(7)), "nobody will ask for it: does `put` look at `closed`?");
        let again = catch_unwind(AssertUnwindSafe(|| queue.close(&mut sched)));
        assert!(again.is_ok(), "closed once more, it panicked: is there anything left to do?");
    });
}

#[test]
fn check_08_what_was_put_before_the_close_is_delivered() {
    ends(HANGS, || {
        let (notes, mut sched, queue) = (&Notes::default(), Scheduler::new(), Queue::new());
        put(&queue, &mut sched, [0]);
        queue.close(&mut sched);
        get(&queue, &mut sched, notes, "a");
        sched.run();
        let question = "does `close` leave the items, and does `get` look for an item first?";
        assert_eq!(*notes, ["a: 0"], "{question}");
    });
}

#[test]
fn check_09_a_panic_ends_one_consumer() {
    ends(HANGS, || {
        let (notes, mut sched, queue) = (&Notes::default(), Scheduler::new(), Queue::new());
        queue.get(&mut sched, |_, _| panic());
        get(&queue, &mut sched, notes, "behind");
        queue.close(&mut sched);
        let panicked = panics(|| sched.run());
        assert!(panicked, "a consumer panicked, and you hid it: what catches it?");
        sched.run();
        assert_eq!(*notes, ["behind: closed"], "is each consumer a callback of its own?");
    });
}

// Helpers.

#[cfg_attr(feature = "solutions", path = "../solutions/close_queue.rs")]
mod close_queue;

const HANGS: &str = "does anything wait in a loop, instead of leaving a callback?";

#[track_caller]
fn put<'a, const N: usize>(queue: &Queue<'a, u64>, sched: &mut Scheduler<'a>, items: [u64; N]) {
    for item in items {
        assert_eq!(queue.put(sched, item), Ok(()), "the queue is open");
    }
}

/// Asks for an item, and notes what comes, under this name.
fn get<'a>(
    queue: &Queue<'a, u64>,
    sched: &mut Scheduler<'a>,
    notes: &'a Notes,
    name: &'static str,
) {
    queue.get(sched, move |_, item| match item {
        Ok(item) => notes.note(format!("{name}: {item}")),
        Err(Closed(())) => notes.note(format!("{name}: closed")),
    });
}
