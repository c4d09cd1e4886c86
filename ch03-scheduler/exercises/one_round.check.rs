//! Checks `one_round.rs`, the file beside this one, which is yours to edit.
//!
//! A program that must also look at a clock or at sockets cannot leave its thread to
//! `run` until nothing is left: there may always be something left. It runs one round,
//! looks, and runs the next.

#[cfg_attr(feature = "solutions", path = "../solutions/one_round.rs")]
mod one_round;

use std::cell::{Cell, RefCell};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::time::Duration;

use ch01_loops::workshop::check::within;
use one_round::Scheduler;

#[test]
fn check_01_a_round_is_for_all_that_are_ready() {
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
            "three were ready when the round began, so three are called: does the length that you \
             count to change on the way, or did you `run` the queue to its end?"
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
fn check_02_one_that_always_requeues_does_not_trap_it() {
    check(|| {
        let turns = Turns::default();
        let mut sched = Scheduler::new();
        sched.call_soon(|sched| forever(sched, &turns, "a"));
        for round in 1..=5 {
            sched.run_once();
            let had = turns.borrow().len();
            assert_eq!(had, round, "one turn in each round");
        }
    });
}

#[test]
fn check_03_its_neighbours_have_as_many_turns() {
    check(|| {
        let turns = Turns::default();
        let mut sched = Scheduler::new();
        sched.call_soon(|sched| forever(sched, &turns, "a"));
        sched.call_soon(|sched| forever(sched, &turns, "b"));
        sched.run_once();
        sched.call_soon(|sched| forever(sched, &turns, "c"));
        sched.run_once();
        sched.run_once();
        assert_eq!(
            turns.borrow().join(" "),
            "a b a b c a b c",
            "each ready callback has one turn per round, in order; c came after the first round"
        );
    });
}

#[test]
fn check_04_it_returns_whether_anything_is_left() {
    check(|| {
        let mut sched = Scheduler::new();
        let mut told = vec![sched.run_once()];
        sched.call_soon(|_| ());
        told.push(sched.run_once());
        sched.call_soon(|sched| sched.call_soon(|_| ()));
        told.push(sched.run_once());
        told.push(sched.run_once());
        assert_eq!(
            told,
            [false, false, true, false],
            "`run_once` must return, for an empty queue: `false`; for one callback, which runs: \
             `false`; for one that queues another: `true`, and then `false`. Do you look at the \
             queue after the round?"
        );
    });
}

#[test]
fn check_05_a_run_inside_a_round() {
    check(|| {
        let order = RefCell::new(Vec::new());
        let note = |text| order.borrow_mut().push(text);
        let mut sched = Scheduler::new();
        sched.call_soon(|sched| {
            sched.call_soon(|_| note("queued by a"));
            sched.run();
            note("a ends");
        });
        sched.call_soon(|_| note("b"));
        let round = catch_unwind(AssertUnwindSafe(|| sched.run_once()));
        assert!(
            round.is_ok(),
            "your loop panicked, as printed above: a callback ran the scheduler, so the queue \
             is shorter than when the round began. What if nothing is left to take out?"
        );
        assert_eq!(
            *order.borrow(),
            ["b", "queued by a", "a ends"],
            "the inner `run` finds b in the queue: is one callback taken out at a time?"
        );
    });
}

#[test]
fn check_06_a_panic_ends_the_round_and_the_rest_stays() {
    check(|| {
        let order = RefCell::new(Vec::new());
        let note = |text| order.borrow_mut().push(text);
        let mut sched = Scheduler::new();
        sched.call_soon(|_| note("before"));
        sched.call_soon(|_| resume_unwind(Box::new("a panic, but not printed")));
        sched.call_soon(|_| note("behind"));
        let round = catch_unwind(AssertUnwindSafe(|| sched.run_once()));
        assert!(round.is_err(), "a callback panicked, and `run_once` hid it: what catches it?");
        assert_eq!(*order.borrow(), ["before"], "the panic ends this round");
        sched.run_once();
        assert_eq!(
            *order.borrow(),
            ["before", "behind"],
            "what was queued behind the panic is called in the next round: did you take the whole \
             queue out at once?"
        );
    });
}

#[test]
fn check_07_a_long_queue_is_quick() {
    let hint = "a round of 200,000 callbacks took longer than two seconds: what do you do for each \
                of them that takes longer in a longer queue?";
    within(Duration::from_secs(2), hint, || {
        let calls = Cell::new(0);
        let mut sched = Scheduler::new();
        for _ in 0..200_000 {
            sched.call_soon(|_| calls.set(calls.get() + 1));
        }
        sched.run_once();
        assert_eq!(calls.get(), 200_000);
    });
}

/// Runs a check that ends at once, or with a hint if it does not end.
#[track_caller]
fn check(job: fn()) {
    let hint = "a round does not end: is a callback taken out of the queue when it is called?";
    within(Duration::from_secs(2), hint, job);
}

/// The names of those that had a turn, in order.
type Turns = RefCell<Vec<&'static str>>;

/// Takes a turn and queues itself for the next one, forever.
fn forever<'a>(sched: &mut Scheduler<'a>, turns: &'a Turns, name: &'static str) {
    turns.borrow_mut().push(name);
    assert!(
        turns.borrow().len() < 100,
        "a round without an end: what is queued during a round is for the next one; when do you \
         look at the length of the queue?"
    );
    sched.call_soon(move |sched| forever(sched, turns, name));
}
