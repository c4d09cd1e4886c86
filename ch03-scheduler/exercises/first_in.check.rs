//! Checks `first_in.rs`. Edit that file, not this one.
//!
//! - `call_soon` only queues, and every callback is kept.
//! - `run` calls them first in, first out, until none is left.
//! - It takes out one at a time: whatever a callback does, the rest is in the queue.
//! - A turn needs no more stack than the turn before, and no more time in a longer queue.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use ch01_loops::workshop::check::{Notes, depth, ends, panic, panics};
use first_in::Scheduler;

#[test]
fn check_01_call_soon_only_queues() {
    ends("does `call_soon` wait for something?", || {
        let (called, mut sched) = (Rc::new(Cell::new(0)), Scheduler::new());
        for _ in 0..3 {
            let counter = Rc::clone(&called);
            sched.call_soon(move |_| counter.set(counter.get() + 1));
        }
        assert_eq!(called.get(), 0, "calls before `run`: does `call_soon` do anything but queue?");
        let kept = Rc::strong_count(&called) - 1;
        assert_eq!(kept, 3, "three were queued: do you keep every callback?");
    });
}

#[test]
fn check_02_first_in_first_out() {
    ends(HANGS, || {
        let (notes, mut sched) = (&Notes::default(), Scheduler::new());
        for name in ["a", "b", "c", "d"] {
            sched.call_soon(move |_| notes.note(name));
        }
        sched.run();
        let question = "do you call each, and from which end does `run` take the next?";
        assert_eq!(*notes, ["a", "b", "c", "d"], "{question}");
    });
}

#[test]
fn check_03_a_callback_can_queue_another() {
    ends(HANGS, || {
        let (notes, mut sched) = (&Notes::default(), Scheduler::new());
        sched.call_soon(|sched| {
            sched.call_soon(|_| notes.note("queued by a"));
            notes.note("a ends");
        });
        sched.call_soon(|_| notes.note("b"));
        sched.run();
        let question = "does `call_soon` add at the back, and does `run` look at the queue again \
            after each callback?";
        assert_eq!(*notes, ["a ends", "b", "queued by a"], "{question}");
    });
}

#[test]
fn check_04_a_run_inside_a_callback_finds_the_rest() {
    ends(HANGS, || {
        let (notes, mut sched) = (&Notes::default(), Scheduler::new());
        sched.call_soon(|sched| {
            sched.run();
            notes.note("a ends");
        });
        sched.call_soon(|_| notes.note("b"));
        sched.run();
        assert_eq!(*notes, ["b", "a ends"], "do you take out one callback at a time?");
    });
}

#[test]
fn check_05_a_panic_leaves_run_and_the_rest_stays() {
    ends(HANGS, || {
        let (notes, mut sched) = (&Notes::default(), Scheduler::new());
        sched.call_soon(|_| panic());
        sched.call_soon(|_| notes.note("behind"));
        assert!(panics(|| sched.run()), "a callback panicked, and `run` hid it: what catches it?");
        assert_eq!(*notes, [], "a panic ends `run` at once: does anything hold it back?");
        sched.run();
        assert_eq!(*notes, ["behind"], "the next `run`: is the rest still in the queue?");
    });
}

#[test]
fn check_06_no_turn_is_deeper_in_the_stack() {
    ends(HANGS, || {
        let (depths, mut sched) = (RefCell::default(), Scheduler::new());
        sched.call_soon(|sched| turn(sched, &depths));
        sched.run();
        let depths = depths.borrow();
        let question = "calls on the stack in the last turn, and in the second: does `run` call \
            itself?";
        assert_eq!(depths.last(), depths.get(1), "{question}");
    });
}

#[test]
fn check_07_a_long_queue_is_quick() {
    ends("200,000 callbacks: when you take out the first, do all the others move up?", || {
        let (calls, mut sched) = (Cell::new(0), Scheduler::new());
        (0..200_000).for_each(|_| sched.call_soon(|_| calls.set(calls.get() + 1)));
        sched.run();
        assert_eq!(calls.get(), 200_000, "do you call each once?");
    });
}

// Helpers.

#[cfg_attr(feature = "solutions", path = "../solutions/first_in.rs")]
mod first_in;

const HANGS: &str = "do you take a callback out of the queue when you call it?";

/// Records how deep it is, and queues the next turn, ten in all.
fn turn<'a>(sched: &mut Scheduler<'a>, depths: &'a RefCell<Vec<usize>>) {
    depths.borrow_mut().push(depth());
    if depths.borrow().len() < 10 {
        sched.call_soon(|sched| turn(sched, depths));
    }
}
