//! Our solution to `carry_on`.

use std::any::Any;
use std::mem;
use std::panic::{AssertUnwindSafe, catch_unwind};

use ch03_scheduler::Scheduler;

/// Like `run`, calls callbacks until none is ready, but does not let one that
/// panics stop the others. No panic comes out of it.
///
/// Returns the messages of the panics, in the order in which they happened. A
/// panic's payload is a `&str` or a `String` in practice; one of any other type
/// counts as `"no message"`.
pub fn carry_on(sched: &mut Scheduler<'_>) -> Vec<String> {
    let mut messages = Vec::new();
    // A `run` that panics leaves the rest in the queue; one that returns has
    // emptied it. The queue itself is whole: a callback is out before it is called.
    while let Err(payload) = catch_unwind(AssertUnwindSafe(|| sched.run())) {
        messages.push(message(&*payload));
        // A payload may itself panic when it is dropped. What such a panic brings
        // is not dropped at all.
        mem::forget(catch_unwind(AssertUnwindSafe(|| drop(payload))));
    }
    messages
}

/// The words of a panic: a `&str` when they are fixed, a `String` when formatted.
fn message(payload: &(dyn Any + Send)) -> String {
    let fixed = payload.downcast_ref::<&str>().copied();
    let text = fixed.or_else(|| payload.downcast_ref::<String>().map(String::as_str));
    text.unwrap_or("no message").to_owned()
}
