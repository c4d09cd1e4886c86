//! Checks `one_round.rs`. Edit that file, not this one.
//!
//! - A round calls each callback that is ready when it begins, in order, and no other.
//! - It returns whether anything is left for the next one.
//! - It takes out one at a time: whatever a callback does, the rest is in the queue.

use std::panic::{AssertUnwindSafe, catch_unwind};

use ch01_loops::workshop::check::{Notes, ends, panic, panics};
use ch03_scheduler::answers::first_in::Scheduler;
use one_round::run_once;

#[test]
fn check_01_a_round_is_for_all_that_are_ready() {
    ends(HANGS, || {
        let (notes, mut sched) = (&Notes::default(), Scheduler::new());
        for name in ["a", "b", "c"] {
            sched.call_soon(move |_| notes.note(name));
        }
        run_once(&mut sched);
        let question = "three are ready: do you call each, in their order, or does your loop \
            re-read the length?";
        assert_eq!(*notes, ["a", "b", "c"], "{question}");
    });
}

#[test]
fn check_02_what_a_callback_queues_is_for_the_next_round() {
    ends(HANGS, || {
        let (notes, mut sched) = (&Notes::default(), Scheduler::new());
        for name in ["a", "b"] {
            sched.call_soon(move |sched| {
                notes.note(name);
                sched.call_soon(move |_| notes.note("queued"));
            });
        }
        run_once(&mut sched);
        let question = "do you know before the first call how many you will make?";
        assert_eq!(*notes, ["a", "b"], "{question}");
        run_once(&mut sched);
        assert_eq!(*notes, ["a", "b", "queued", "queued"], "is what they queued still there?");
    });
}

#[test]
fn check_03_it_returns_whether_anything_is_left() {
    ends(HANGS, || {
        let mut sched = Scheduler::new();
        assert!(!run_once(&mut sched), "nothing was ready: does an empty queue end the rounds?");
        sched.call_soon(|sched| sched.call_soon(|_| ()));
        assert!(run_once(&mut sched), "it queued another: do you look after the round?");
        assert!(!run_once(&mut sched), "it queued nothing: do you look after the round?");
    });
}

#[test]
fn check_04_a_run_inside_a_round() {
    ends(HANGS, || {
        let (notes, mut sched) = (&Notes::default(), Scheduler::new());
        sched.call_soon(|sched| {
            sched.run();
            notes.note("a ends");
        });
        sched.call_soon(|_| notes.note("b"));
        let round = catch_unwind(AssertUnwindSafe(|| run_once(&mut sched)));
        assert!(round.is_ok(), "it panicked: what if nothing is left to take?");
        assert_eq!(*notes, ["b", "a ends"], "do you take out one callback at a time?");
    });
}

#[test]
fn check_05_a_panic_ends_the_round_and_the_rest_stays() {
    ends(HANGS, || {
        let (notes, mut sched) = (&Notes::default(), Scheduler::new());
        sched.call_soon(|_| panic());
        sched.call_soon(|_| notes.note("behind"));
        let panicked = panics(|| run_once(&mut sched));
        assert!(panicked, "a callback panicked, and `run_once` hid it: what catches it?");
        assert_eq!(*notes, [], "a panic ends the round at once: does anything hold it back?");
        run_once(&mut sched);
        assert_eq!(*notes, ["behind"], "the next round: is the rest still in the queue?");
    });
}

// Helpers.

#[cfg_attr(feature = "solutions", path = "../solutions/one_round.rs")]
mod one_round;

const HANGS: &str = "do you take a callback out of the queue when you call it?";
