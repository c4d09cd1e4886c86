//! Checks `carry_on.rs`, the file beside this one, which is yours to edit.
//!
//! On threads, a panic ends one task and no other. Here every task runs on the same
//! stack, above the same `run`: what contains a failure?

#[cfg_attr(feature = "solutions", path = "../solutions/carry_on.rs")]
mod carry_on;

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::rc::Rc;
use std::time::Duration;

use carry_on::carry_on;
use ch01_loops::workshop::check::within;
use ch03_scheduler::Scheduler;

#[test]
fn check_01_nothing_to_do_is_nothing_to_report() {
    check(|| {
        let told = messages_of(&mut Scheduler::new());
        assert_eq!(told, [""; 0], "nothing ran, so nothing panicked");
    });
}

#[test]
fn check_02_the_others_run_in_order() {
    check(|| {
        let order = RefCell::new(Vec::new());
        let mut sched = Scheduler::new();
        for number in 1..=6 {
            let order = &order;
            sched.call_soon(move |_| {
                if number % 2 == 0 {
                    fail("even numbers fail");
                }
                order.borrow_mut().push(number);
            });
        }
        messages_of(&mut sched);
        assert_eq!(
            *order.borrow(),
            [1, 3, 5],
            "2, 4 and 6 panic, the others run: does it go on after the first panic, and after \
             the second?"
        );
    });
}

#[test]
fn check_03_each_panic_is_reported_with_its_message() {
    check(|| {
        let mut sched = Scheduler::new();
        sched.call_soon(|_| fail("words"));
        sched.call_soon(|_| fail("words"));
        sched.call_soon(|_| fail(format!("formatted: {}", 1 + 1)));
        sched.call_soon(|_| fail(3));
        assert_eq!(
            messages_of(&mut sched),
            ["words", "words", "formatted: 2", "no message"],
            "the payloads are two `&str`, a `String` and a number: is each of the two texts looked \
             for, and in the box (`&*payload`), not in a reference to the box?"
        );
    });
}

#[test]
fn check_04_what_it_queued_before_it_panicked_runs() {
    check(|| {
        let order = RefCell::new(Vec::new());
        let note = |text| order.borrow_mut().push(text);
        let mut sched = Scheduler::new();
        sched.call_soon(|sched| {
            sched.call_soon(|_| note("queued by the first"));
            fail("the first fails");
        });
        sched.call_soon(|_| note("second"));
        messages_of(&mut sched);
        assert_eq!(
            *order.borrow(),
            ["second", "queued by the first"],
            "what a callback queued before it panicked stays in the queue like the rest"
        );
    });
}

#[test]
fn check_05_it_can_be_done_again() {
    check(|| {
        let calls = Cell::new(0);
        let mut sched = Scheduler::new();
        for time in 1..=2 {
            sched.call_soon(move |_| fail(format!("failure {time}")));
            sched.call_soon(|_| calls.set(calls.get() + 1));
            let told = messages_of(&mut sched);
            assert_eq!(told, [format!("failure {time}")], "each panic is reported once");
            assert_eq!(calls.get(), time, "each callback is called once");
        }
    });
}

#[test]
fn check_06_many_panics_need_no_stack() {
    /// Where on the stack the first panic was, and how deep below it the others were.
    type Depth = (Cell<usize>, Cell<usize>);

    /// Queues the next one, unless that would end badly, and panics.
    fn again(sched: &mut Scheduler<'_>, depth: Rc<Depth>, left: u32) {
        let local = 0_u8;
        let here = &raw const local as usize;
        let (first, deepest) = &*depth;
        first.set(first.get().max(here));
        deepest.set(deepest.get().max(first.get() - here));
        if left > 0 && deepest.get() < 100_000 {
            sched.call_soon(move |sched| again(sched, depth, left - 1));
        }
        fail("again")
    }
    check(|| {
        let depth = Rc::<Depth>::default();
        let theirs = Rc::clone(&depth);
        let mut sched = Scheduler::new();
        sched.call_soon(|sched| again(sched, theirs, 10_000));
        let told = messages_of(&mut sched);
        assert!(
            depth.1.get() < 100_000,
            "each panic is deeper in the stack: does `carry_on` call itself?"
        );
        assert_eq!(told.len(), 10_001, "the messages of all that panicked: what ends your loop?");
    });
}

#[test]
fn check_07_a_payload_may_panic_when_it_is_dropped() {
    struct Bomb;
    impl Drop for Bomb {
        fn drop(&mut self) {
            fail("the payload's own panic");
        }
    }
    check(|| {
        let ran = Cell::new(false);
        let mut sched = Scheduler::new();
        sched.call_soon(|_| fail(Bomb));
        sched.call_soon(|_| ran.set(true));
        let told = catch_unwind(AssertUnwindSafe(|| carry_on(&mut sched)));
        let told = told.unwrap_or_else(|payload| {
            std::mem::forget(payload);
            panic!(
                "a payload panicked as it was dropped: where is it dropped, and what catches that?"
            )
        });
        assert_eq!((told.join(", "), ran.get()), ("no message".to_owned(), true));
    });
}

/// Runs a check that ends at once, or with a hint if it does not end.
#[track_caller]
fn check(job: fn()) {
    let hint = "`carry_on` does not end: what does it mean for the queue when `run` returns without a panic?";
    within(Duration::from_secs(2), hint, job);
}

/// What `carry_on` returns; fails if a panic comes out of it.
#[track_caller]
fn messages_of(sched: &mut Scheduler<'_>) -> Vec<String> {
    catch_unwind(AssertUnwindSafe(|| carry_on(sched))).unwrap_or_else(|_| {
        panic!(
            "a panic came out of `carry_on`: your own, if it is printed above; else a callback's: \
             is every call of `run` inside `catch_unwind`?"
        )
    })
}

/// Panics without the report that `panic!` prints, so that anything printed comes
/// from your code or from a failed check.
fn fail(payload: impl Any + Send) -> ! {
    resume_unwind(Box::new(payload))
}
