//! Our solution to `carry_on`.

use std::panic::{AssertUnwindSafe, catch_unwind};

use ch01_loops::panic_message;
use ch03_scheduler::Scheduler;

/// Like `run`, calls callbacks until none is ready, but one that panics does not
/// stop the others. No panic comes out of it.
///
/// Returns the messages of the panics, in the order in which they happened.
pub fn carry_on(sched: &mut Scheduler<'_>) -> Vec<String> {
    let mut messages = Vec::new();
    // A `run` that panics leaves the rest in the queue; one that returns has emptied it.
    // The queue is intact: a callback is taken out before the call.
    while let Err(payload) = catch_unwind(AssertUnwindSafe(|| sched.run())) {
        messages.push(panic_message(&*payload).to_owned());
    }
    messages
}
