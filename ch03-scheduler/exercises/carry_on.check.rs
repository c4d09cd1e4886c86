//! Checks `carry_on.rs`. Edit that file, not this one.
//!
//! - The callbacks that do not panic all run, in order, and no panic comes out.
//! - Each panic is reported once, with its message, in order.
//! - Nothing grows with the number of panics but the list of messages: neither the stack
//!   nor a store of payloads.

use std::any::Any;
use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::rc::Rc;
use std::sync::Arc;

use carry_on::carry_on;
use ch01_loops::workshop::check::{Notes, depth, ends};
use ch03_scheduler::Scheduler;

#[test]
fn check_01_without_a_panic_it_is_a_run() {
    ends(HANGS, || {
        let (notes, mut sched) = (&Notes::default(), Scheduler::new());
        sched.call_soon(|sched| sched.call_soon(|_| notes.note("last")));
        sched.call_soon(|_| notes.note("first"));
        let messages = messages_of(&mut sched);
        assert_eq!(*notes, ["first", "last"], "do you run the scheduler?");
        assert_eq!(messages, [""; 0], "messages: nothing panicked");
    });
}

#[test]
fn check_02_the_others_run() {
    ends(HANGS, || {
        let (notes, mut sched) = (&Notes::default(), Scheduler::new());
        for number in 1..=5 {
            sched.call_soon(move |_| if number % 2 == 0 { fail(()) } else { notes.note(number) });
        }
        messages_of(&mut sched);
        let question = "2 and 4 panic: do you go on after each panic, with the same scheduler?";
        assert_eq!(*notes, ["1", "3", "5"], "{question}");
    });
}

#[test]
fn check_03_each_panic_is_reported() {
    ends(HANGS, || {
        let mut sched = Scheduler::new();
        sched.call_soon(|_| fail("fixed"));
        sched.call_soon(|_| fail("fixed"));
        sched.call_soon(|_| fail(format!("formatted: {}", 1 + 1)));
        sched.call_soon(|_| fail(3));
        let question = "do you keep a message for each panic, in order, and of what is in the box \
            (`&*payload`) rather than of the box?";
        let expected = ["fixed", "fixed", "formatted: 2", "no message"];
        assert_eq!(messages_of(&mut sched), expected, "{question}");
    });
}

#[test]
fn check_04_many_panics_need_no_stack() {
    ends(HANGS, || {
        let (depths, mut sched) = (Rc::default(), Scheduler::new());
        let record = Rc::clone(&depths);
        sched.call_soon(|sched| request(sched, record));
        messages_of(&mut sched);
        let depths = depths.borrow();
        let question = "calls on the stack at the last panic, and at the second: does `carry_on` \
            call itself?";
        assert_eq!(depths.last(), depths.get(1), "{question}");
    });
}

#[test]
fn check_05_a_payload_is_not_kept() {
    ends(HANGS, || {
        let (payload, mut sched) = (Arc::new(()), Scheduler::new());
        let panics_with = Arc::clone(&payload);
        sched.call_soon(|_| fail(panics_with));
        messages_of(&mut sched);
        let kept = Arc::strong_count(&payload) - 1;
        assert_eq!(kept, 0, "payloads that still exist: what keeps them, once you have the text?");
    });
}

// Helpers.

#[cfg_attr(feature = "solutions", path = "../solutions/carry_on.rs")]
mod carry_on;

const HANGS: &str = "what does it mean for the queue when `run` returns without a panic?";

/// Runs `carry_on`, and fails if a panic comes out of it.
#[track_caller]
fn messages_of(sched: &mut Scheduler<'_>) -> Vec<String> {
    match catch_unwind(AssertUnwindSafe(|| carry_on(sched))) {
        Ok(messages) => messages,
        Err(payload) if payload.is::<&str>() || payload.is::<()>() => {
            panic!("a callback's panic came out: is every call of `run` inside `catch_unwind`?")
        }
        Err(payload) => resume_unwind(payload),
    }
}

/// Panics with this payload, and prints nothing.
fn fail(payload: impl Any + Send) -> ! {
    resume_unwind(Box::new(payload))
}

/// Records how deep it is, queues the next request, ten in all, and panics.
fn request(sched: &mut Scheduler<'_>, depths: Rc<RefCell<Vec<usize>>>) {
    depths.borrow_mut().push(depth());
    if depths.borrow().len() < 10 {
        sched.call_soon(|sched| request(sched, depths));
    }
    fail("again")
}
