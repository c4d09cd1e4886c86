//! Our solution of `carry_on`.

use std::any::Any;
use std::mem;
use std::panic::{AssertUnwindSafe, catch_unwind};

use ch03_scheduler::Scheduler;

/// Like `run`, calls callbacks until none is ready, but one that panics does not
/// stop the others. No panic comes out of it.
///
/// Returns the messages of the panics, in the order in which they happened. In
/// practice a panic's payload is a `&str` or a `String`; any other counts as
/// `"no message"`.
pub fn carry_on(sched: &mut Scheduler<'_>) -> Vec<String> {
    let mut messages = Vec::new();
    // A `run` that panics leaves the rest in the queue; one that returns has
    // emptied it. The queue is intact: a callback is taken out before the call.
    while let Err(payload) = catch_unwind(AssertUnwindSafe(|| sched.run())) {
        messages.push(message(&*payload));
        // A payload may itself panic when it is dropped. The payload of that
        // panic is not dropped at all.
        mem::forget(catch_unwind(AssertUnwindSafe(|| drop(payload))));
    }
    messages
}

/// A panic's message: a `&str` when it is a literal, a `String` when formatted.
fn message(payload: &(dyn Any + Send)) -> String {
    let fixed = payload.downcast_ref::<&str>().copied();
    let text = fixed.or_else(|| payload.downcast_ref::<String>().map(String::as_str));
    text.unwrap_or("no message").to_owned()
}
