//! Checks `first_in.rs`, the file beside this one, which is yours to edit.
//!
//! Everything that follows in this workshop stands on these two functions. What
//! is checked: the order, callbacks that queue callbacks, a run with nothing to
//! do, a second run, and that a million turns cost no stack.

#[path = "../../ch01-loops/tests/common/within.rs"]
mod within;

#[cfg_attr(feature = "solutions", path = "../solutions/first_in.rs")]
mod first_in;

use std::cell::{Cell, RefCell};
use std::time::Duration;

use first_in::Scheduler;
use within::within;

/// Runs a check that ends at once, or with a hint if it does not end.
fn check(job: fn()) {
    let hint = "`run` does not end: is a callback taken out of the queue when it is called?";
    within(Duration::from_secs(5), hint, job);
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
            "add at the back: do you take from the front?"
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
            "what a callback queues waits behind all that was queued before it, until `run` comes to it"
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
    /// The turns that are left, and whether one is under way.
    type Turns = (Cell<u32>, Cell<bool>);

    fn turn<'a>(sched: &mut Scheduler<'a>, turns: &'a Turns) {
        let (left, under_way) = turns;
        assert!(
            !under_way.replace(true),
            "a callback began inside another: `call_soon` only queues, it is `run` that calls"
        );
        left.set(left.get() - 1);
        if left.get() > 0 {
            sched.call_soon(|sched| turn(sched, turns));
        }
        under_way.set(false);
    }
    check(|| {
        let turns = (Cell::new(1_000_000), Cell::new(false));
        let mut sched = Scheduler::new();
        sched.call_soon(|sched| turn(sched, &turns));
        sched.run();
        assert_eq!(turns.0.get(), 0, "`run` goes on until the queue is empty");
    });
}
