//! Our answer to `carry_on`.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};

use ch03_scheduler::Scheduler;

/// Calls what is ready until nothing is, as `run` does, and does not let a
/// callback that panics stop the others.
///
/// Gives back the messages of the panics, in the order in which they happened.
/// A panic's payload is a `&str` or a `String` in practice; one of any other type
/// counts as `"no message"`.
pub fn carry_on(sched: &mut Scheduler<'_>) -> Vec<String> {
    let mut messages = Vec::new();
    // A `run` that panics leaves the rest in the queue; one that returns has
    // emptied it. The queue itself is whole: a callback is out before it is called.
    while let Err(payload) = catch_unwind(AssertUnwindSafe(|| sched.run())) {
        messages.push(message(&*payload));
    }
    messages
}

/// The words of a panic: `&str` when they are fixed, `String` when put together.
fn message(payload: &(dyn Any + Send)) -> String {
    let fixed = payload.downcast_ref::<&str>().copied();
    let text = fixed.or_else(|| payload.downcast_ref::<String>().map(String::as_str));
    text.unwrap_or("no message").to_owned()
}
