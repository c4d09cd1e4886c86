//! Checks `close_queue.rs`, the file beside this one, which is yours to edit.
//!
//! A consumer that waits in a queue is in nobody else's hands: the scheduler does
//! not know it, and `run` ends without it. If the queue is closed and forgets it,
//! it is stranded, without a word.
//!
//! What is checked: the order, that the close reaches everyone, that nothing put
//! before it is lost, and that it is always the scheduler that calls.

#[path = "../../ch01-loops/tests/common/within.rs"]
mod within;

within::no_exit!("close_queue.rs");

// The rung below, as we solved it. Not all of it is needed here.
#[allow(dead_code)]
#[path = "../solutions/call_later.rs"]
mod call_later;

#[cfg_attr(feature = "solutions", path = "../solutions/close_queue.rs")]
mod close_queue;

use std::cell::RefCell;
use std::thread;
use std::time::Duration;

use call_later::Scheduler;
use close_queue::{Closed, Queue};
use within::within;

/// What each consumer heard, by name.
type Heard = RefCell<Vec<(&'static str, Result<u64, Closed>)>>;

/// Runs a check that ends soon, or with a hint if it does not end.
fn check(job: for<'a> fn(&'a Heard, &mut Scheduler<'a>, Queue<'a, u64>)) {
    let hint = "it does not end: does something wait in a loop, where it could leave a callback?";
    within(Duration::from_secs(3), hint, move || {
        let heard = Heard::default();
        job(&heard, &mut Scheduler::new(), Queue::new());
    });
}

/// Runs until nothing is left, which takes few rounds.
fn run(sched: &mut Scheduler<'_>) {
    for _round in 0..100 {
        let Some(pause) = sched.run_once() else {
            return;
        };
        thread::sleep(pause);
    }
    panic!("the scheduler is never idle: does a consumer that waits ask again and again?");
}

/// Asks for an item, notes what it hears, and asks again until it hears of the close.
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

/// Puts one item a turn, with a pause after each, and closes the queue.
fn produce<'a>(sched: &mut Scheduler<'a>, queue: Queue<'a, u64>, item: u64, stop: u64) {
    if item == stop {
        return queue.close(sched);
    }
    assert_eq!(queue.put(sched, item), Ok(()), "the queue is open");
    let pause = Duration::from_millis(5);
    sched.call_later(pause, move |sched| produce(sched, queue, item + 1, stop));
}

#[test]
fn a_waiting_consumer_gets_each_item_in_order() {
    check(|heard, sched, queue| {
        consume(sched, &queue, heard, "c");
        produce(sched, queue, 0, 3);
        run(sched);
        assert_eq!(
            *heard.borrow(),
            [("c", Ok(0)), ("c", Ok(1)), ("c", Ok(2)), ("c", Err(Closed))],
            "an item for each turn, then the close: does `put` look whether somebody waits, and does \
             `close`?"
        );
    });
}

#[test]
fn what_was_put_before_the_close_is_handed_out() {
    check(|heard, sched, queue| {
        for item in 0..3 {
            assert_eq!(queue.put(sched, item), Ok(()), "the queue is open");
        }
        queue.close(sched);
        consume(sched, &queue, heard, "c");
        run(sched);
        assert_eq!(
            *heard.borrow(),
            [("c", Ok(0)), ("c", Ok(1)), ("c", Ok(2)), ("c", Err(Closed))],
            "closed means that nothing more comes in: does `get` look for an item first, and then \
             whether the queue is closed?"
        );
    });
}

#[test]
fn every_waiting_consumer_hears_of_the_close() {
    check(|heard, sched, queue| {
        consume(sched, &queue, heard, "a");
        consume(sched, &queue, heard, "b");
        run(sched);
        assert_eq!(*heard.borrow(), [], "there is nothing to hear of yet");
        queue.close(sched);
        run(sched);
        assert_eq!(
            *heard.borrow(),
            [("a", Err(Closed)), ("b", Err(Closed))],
            "nothing is left to run, and who is missing here waits for ever: does `close` tell all \
             that wait, first come, first served?"
        );
    });
}

#[test]
fn a_closed_queue_gives_the_item_back() {
    check(|heard, sched, queue| {
        queue.close(sched);
        queue.close(sched);
        assert_eq!(
            queue.put(sched, 7),
            Err(7),
            "nobody will ask for it any more: does `put` look whether the queue is closed?"
        );
        consume(sched, &queue, heard, "c");
        run(sched);
        assert_eq!(
            *heard.borrow(),
            [("c", Err(Closed))],
            "what was refused does not arrive, and who asks a closed queue would wait for ever: does \
             `get` look whether it is closed?"
        );
    });
}

#[test]
fn two_consumers_share() {
    check(|heard, sched, queue| {
        consume(sched, &queue, heard, "a");
        assert_eq!(queue.put(sched, 0), Ok(()), "the queue is open");
        // The first item is for `a`, which came first, although it has not been
        // called yet.
        consume(sched, &queue, heard, "b");
        produce(sched, queue, 1, 4);
        run(sched);
        assert_eq!(
            *heard.borrow(),
            [
                ("a", Ok(0)),
                ("b", Ok(1)),
                ("a", Ok(2)),
                ("b", Ok(3)),
                ("a", Err(Closed)),
                ("b", Err(Closed)),
            ],
            "each item once, and to the one that has waited longest: does `put` choose who gets it, \
             the first that waits, and does `close` tell all who do?"
        );
    });
}

#[test]
fn it_is_the_scheduler_that_calls() {
    check(|heard, sched, queue| {
        let note = |name| move |_: &mut Scheduler<'_>, item| heard.borrow_mut().push((name, item));
        queue.get(sched, note("put"));
        assert_eq!(queue.put(sched, 0), Ok(()), "the queue is open");
        queue.get(sched, note("close"));
        queue.close(sched);
        queue.get(sched, note("get"));
        assert_eq!(
            *heard.borrow(),
            [],
            "called within `put`, `close` or `get`, a callback would find the queue half done: is \
             it always handed to `call_soon`?"
        );
        run(sched);
        assert_eq!(
            *heard.borrow(),
            [("put", Ok(0)), ("close", Err(Closed)), ("get", Err(Closed))],
            "each callback is called once, with the answer that the call it is named after had for \
             it: is it queued by that call?"
        );
    });
}
