//! Checks `first_in.rs`, the file beside this one, which is yours to edit.
//!
//! Everything that follows builds on these two functions: `call_soon`, which only
//! queues, and `run`, which takes callbacks out one at a time and calls them, first
//! in, first out.

#[cfg_attr(feature = "solutions", path = "../solutions/first_in.rs")]
mod first_in;

use std::cell::{Cell, OnceCell, RefCell};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::rc::Rc;
use std::time::Duration;

use ch01_loops::workshop::check::within;
use first_in::Scheduler;

#[test]
fn check_01_call_soon_only_queues() {
    let called = Rc::new(Cell::new(false));
    {
        let mut sched = Scheduler::new();
        let theirs = Rc::clone(&called);
        sched.call_soon(move |_| theirs.set(true));
        assert!(!called.get(), "`call_soon` only queues: it is `run` that calls");
        let kept = Rc::strong_count(&called) == 2;
        assert!(kept, "the callback is gone before `run`: is it in the queue?");
    }
    assert_eq!(
        Rc::strong_count(&called),
        1,
        "the callback outlived the scheduler: does it own the queue that holds it, as with an `Rc`?"
    );
}

#[test]
fn check_02_nothing_queued_is_nothing_to_do() {
    check(|| Scheduler::new().run());
}

#[test]
fn check_03_first_in_first_out() {
    check(|| {
        let order = RefCell::new(Vec::new());
        let mut sched = Scheduler::new();
        for number in 1..=4 {
            let order = &order;
            sched.call_soon(move |_| order.borrow_mut().push(number));
        }
        sched.run();
        let called = order.borrow().len();
        assert_eq!(called, 4, "four were queued: does `run` call each, until none is left?");
        assert_eq!(
            *order.borrow(),
            [1, 2, 3, 4],
            "added at the back, taken out at the front: from which end does `run` take?"
        );
    });
}

#[test]
fn check_04_a_callback_can_queue_another() {
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
            "what a callback queues waits behind all that was queued before it: does `run` look \
             at the queue again after each callback, until it is empty?"
        );
    });
}

#[test]
fn check_05_run_can_be_called_again() {
    check(|| {
        let calls = Cell::new(0);
        let mut sched = Scheduler::new();
        for run in 1..=3 {
            sched.call_soon(|_| calls.set(calls.get() + 1));
            sched.run();
            assert_eq!(calls.get(), run, "each callback is called once, in its own run");
        }
    });
}

#[test]
fn check_06_a_run_inside_a_callback() {
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
        sched.run();
        assert_eq!(
            *order.borrow(),
            ["b", "queued by a", "a ends"],
            "an inner `run` finds b in the queue: is one callback taken out at a time, and not \
             all of them at once?"
        );
    });
}

#[test]
fn check_07_a_panic_leaves_run_and_the_rest_stays() {
    check(|| {
        let order = RefCell::new(Vec::new());
        let mut sched = Scheduler::new();
        sched.call_soon(|_| resume_unwind(Box::new("a panic, but not printed")));
        sched.call_soon(|_| order.borrow_mut().push("behind"));
        let run = catch_unwind(AssertUnwindSafe(|| sched.run()));
        assert!(run.is_err(), "a callback panicked, and `run` hid it: what catches it?");
        sched.run();
        assert_eq!(
            *order.borrow(),
            ["behind"],
            "what was queued behind the panic runs in the next `run`: is one callback taken out at a time?"
        );
    });
}

#[test]
fn check_08_a_million_turns_need_no_stack() {
    fn turn<'a>(sched: &mut Scheduler<'a>, turns: &'a Turns) {
        turns.count();
        if turns.had() < 1_000_000 {
            sched.call_soon(|sched| turn(sched, turns));
        }
    }
    check(|| {
        let turns = Turns::default();
        let mut sched = Scheduler::new();
        sched.call_soon(|sched| turn(sched, &turns));
        sched.run();
        let had = turns.had();
        assert_eq!(had, 1_000_000, "does `run` go on until the queue is empty?");
    });
}

#[test]
fn check_09_a_long_queue_is_quick() {
    let hint = "200,000 callbacks took longer than two seconds: when the first is taken out of \
                your queue, do all the others move up?";
    within(Duration::from_secs(2), hint, || {
        let turns = Turns::default();
        let mut sched = Scheduler::new();
        for _ in 0..200_000 {
            sched.call_soon(|_| turns.count());
        }
        sched.run();
        assert_eq!(turns.had(), 200_000, "the number queued");
    });
}

/// Counts turns, and fails if one is deeper on the stack than the first.
#[derive(Default)]
struct Turns {
    had: Cell<u32>,
    first: OnceCell<usize>,
}

impl Turns {
    fn count(&self) {
        let local = 0_u8;
        let here = &raw const local as usize;
        let first = *self.first.get_or_init(|| here);
        assert!(
            here.abs_diff(first) < 100_000,
            "each turn is deeper in the stack: does `call_soon` call what it should queue, or \
             does `run` call itself?"
        );
        self.had.set(self.had.get() + 1);
    }

    fn had(&self) -> u32 {
        self.had.get()
    }
}

/// Runs a check that ends at once, or with a hint if it does not end.
#[track_caller]
fn check(job: fn()) {
    let hint = "`run` does not end: is a callback taken out of the queue when it is called?";
    within(Duration::from_secs(2), hint, job);
}
