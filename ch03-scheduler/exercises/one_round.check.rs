//! Checks `one_round.rs`, the file beside this one, which is yours to edit.
//!
//! A program that also has clocks or sockets to look at cannot leave its thread
//! to `run` until nothing is left: there may always be something left. It runs
//! one round, looks around, and runs the next. What is checked: that a round is
//! whole, that it ends, that its turns are fair, and what it gives back.

#[path = "../../ch01-loops/tests/common/within.rs"]
mod within;

within::no_exit!("one_round.rs");

#[cfg_attr(feature = "solutions", path = "../solutions/one_round.rs")]
mod one_round;

use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::time::Duration;

use one_round::Scheduler;
use within::within;

/// Runs a check that ends at once, or with a hint if it does not end.
fn check(job: fn()) {
    let hint = "a round does not end: is a callback taken out of the queue when it is called?";
    within(Duration::from_secs(2), hint, job);
}

/// The names of those that had a turn, in order.
type Turns = RefCell<Vec<&'static str>>;

/// Takes a turn and queues itself for the next one, for ever.
fn for_ever<'a>(sched: &mut Scheduler<'a>, turns: &'a Turns, name: &'static str) {
    turns.borrow_mut().push(name);
    assert!(
        turns.borrow().len() < 100,
        "a round without an end: what is queued during a round is for the next one; \
         when do you ask how long the queue is?"
    );
    sched.call_soon(move |sched| for_ever(sched, turns, name));
}

#[test]
fn a_round_is_for_all_that_are_ready() {
    check(|| {
        let order = RefCell::new(Vec::new());
        let note = |text| order.borrow_mut().push(text);
        let mut sched = Scheduler::new();
        sched.call_soon(|sched| {
            note("first");
            sched.call_soon(|_| note("queued by the first"));
        });
        sched.call_soon(|_| note("second"));
        sched.call_soon(|_| note("third"));
        sched.run_once();
        assert_eq!(
            *order.borrow(),
            ["first", "second", "third"],
            "three were ready when the round began, so three are called: does the length you count to change on the way, or did you `run` the queue to its end?"
        );
        sched.run();
        assert_eq!(
            order.borrow().last(),
            Some(&"queued by the first"),
            "what is queued during a round stays ready: for the next one, or for `run`"
        );
    });
}

#[test]
fn one_that_queues_itself_for_ever_gives_control_back() {
    check(|| {
        let turns = Turns::default();
        let mut sched = Scheduler::new();
        sched.call_soon(|sched| for_ever(sched, &turns, "a"));
        for round in 1..=5 {
            sched.run_once();
            assert_eq!(
                turns.borrow().len(),
                round,
                "one turn in a round, and another in the next"
            );
        }
    });
}

#[test]
fn its_neighbours_have_as_many_turns() {
    check(|| {
        let turns = Turns::default();
        let mut sched = Scheduler::new();
        sched.call_soon(|sched| for_ever(sched, &turns, "a"));
        sched.call_soon(|sched| for_ever(sched, &turns, "b"));
        sched.run_once();
        sched.call_soon(|sched| for_ever(sched, &turns, "c"));
        sched.run_once();
        sched.run_once();
        assert_eq!(
            turns.borrow().join(" "),
            "a b a b c a b c",
            "each that is ready has one turn in a round, in order; c came after the first round"
        );
    });
}

#[test]
fn it_tells_whether_anything_is_left() {
    check(|| {
        let mut sched = Scheduler::new();
        assert!(
            !sched.run_once(),
            "the queue is empty, and nothing is left: `false`"
        );
        sched.call_soon(|_| ());
        assert!(
            !sched.run_once(),
            "the only callback has run, nothing is left: do you look after the round, or before it?"
        );
        sched.call_soon(|sched| sched.call_soon(|_| ()));
        assert!(
            sched.run_once(),
            "a callback queued another, and that one is left: `true`"
        );
    });
}

#[test]
fn a_panic_loses_nobody() {
    check(|| {
        let order = RefCell::new(Vec::new());
        let note = |text| order.borrow_mut().push(text);
        let mut sched = Scheduler::new();
        sched.call_soon(|_| note("before"));
        sched.call_soon(|_| resume_unwind(Box::new("a panic, but not printed")));
        sched.call_soon(|_| note("behind"));
        let panicked = catch_unwind(AssertUnwindSafe(|| sched.run_once()));
        assert!(
            panicked.is_err(),
            "the second of three panics, and the panic comes out of the round"
        );
        sched.run_once();
        assert_eq!(
            *order.borrow(),
            ["before", "behind"],
            "what stands behind a panic is called in the next round: did you take the whole queue out at once?"
        );
    });
}
