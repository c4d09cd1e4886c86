//! Checks `first_in.rs`, the file beside this one, which is yours to edit.
//!
//! Everything that follows in this workshop stands on these two functions. What
//! is checked: the order, callbacks that queue callbacks, a run with nothing to
//! do, a second run, that a million turns cost no stack, and that nothing is kept
//! which nobody can run any more.

#[path = "../../ch01-loops/tests/common/within.rs"]
mod within;

within::no_exit!("first_in.rs");

#[cfg_attr(feature = "solutions", path = "../solutions/first_in.rs")]
mod first_in;

use std::cell::{Cell, OnceCell, RefCell};
use std::rc::Rc;
use std::time::Duration;

use first_in::Scheduler;
use within::within;

/// Runs a check that ends at once, or with a hint if it does not end.
fn check(job: fn()) {
    let hint = "`run` does not end: is a callback taken out of the queue when it is called?";
    within(Duration::from_secs(2), hint, job);
}

#[test]
fn the_first_in_is_the_first_out() {
    check(|| {
        let order = RefCell::new(Vec::new());
        let mut sched = Scheduler::new();
        for number in 1..=4 {
            let order = &order;
            sched.call_soon(move |_| order.borrow_mut().push(number));
        }
        assert_eq!(
            *order.borrow(),
            [],
            "`call_soon` only queues: it is `run` that calls"
        );
        sched.run();
        assert_eq!(
            *order.borrow(),
            [1, 2, 3, 4],
            "all of them, first in, first out: added at the back, are they taken from the front?"
        );
    });
}

#[test]
fn a_callback_can_queue_another() {
    check(|| {
        let order = RefCell::new(Vec::new());
        let note = |text| order.borrow_mut().push(text);
        let mut sched = Scheduler::new();
        sched.call_soon(|sched| {
            note("first");
            sched.call_soon(|_| note("queued by the first"));
            note("first goes on");
        });
        sched.call_soon(|_| note("second"));
        sched.run();
        assert_eq!(
            *order.borrow(),
            ["first", "first goes on", "second", "queued by the first"],
            "what a callback queues waits behind all that was queued before it, until `run` comes to it: does `run` look at the queue again after each callback?"
        );
    });
}

#[test]
fn nothing_queued_is_nothing_to_do() {
    check(|| Scheduler::new().run());
}

#[test]
fn run_can_be_called_again() {
    check(|| {
        let calls = Cell::new(0);
        let mut sched = Scheduler::new();
        for run in 1..=3 {
            sched.call_soon(|_| calls.set(calls.get() + 1));
            sched.run();
            assert_eq!(
                calls.get(),
                run,
                "each callback is called once, in its own run"
            );
        }
    });
}

#[test]
fn a_million_turns_need_no_stack() {
    /// The turns that are left, and where on the stack the first one was.
    type Turns = (Cell<u32>, OnceCell<usize>);

    fn turn<'a>(sched: &mut Scheduler<'a>, turns: &'a Turns) {
        let (left, first) = turns;
        let local = 0_u8;
        let here = &raw const local as usize;
        assert!(
            here.abs_diff(*first.get_or_init(|| here)) < 100_000,
            "the turns go deeper and deeper into the stack: \
             does `call_soon` call what it should queue, or does `run` call itself?"
        );
        left.set(left.get() - 1);
        if left.get() > 0 {
            sched.call_soon(|sched| turn(sched, turns));
        }
    }
    check(|| {
        let turns = (Cell::new(1_000_000), OnceCell::new());
        let mut sched = Scheduler::new();
        sched.call_soon(|sched| turn(sched, &turns));
        sched.run();
        assert_eq!(
            turns.0.get(),
            0,
            "turns were left over: does `run` go on until the queue is empty?"
        );
    });
}

#[test]
fn what_never_ran_is_dropped_with_the_scheduler() {
    check(|| {
        let owned = Rc::new("what a callback owns");
        let theirs = Rc::clone(&owned);
        Scheduler::new().call_soon(move |_| drop(theirs));
        assert_eq!(
            Rc::strong_count(&owned),
            1,
            "the callback outlived the scheduler: does it hold the queue that it stands in, as with an `Rc`?"
        );
    });
}
