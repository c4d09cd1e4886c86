//! `carry_on`: one callback panics, and the others still run.
//!
//! A panic unwinds out of `run`, and whatever was queued stays queued. So catch the
//! panic, keep its message, carry on. How do you know when to stop?
//!
//! Its page: exercises/carry_on.md
//! Check it: `cargo exercises carry_on`

#![allow(unused)] // until every todo!() is filled in

use std::panic::{AssertUnwindSafe, catch_unwind};

use ch01_loops::panic_message;
use ch03_scheduler::Scheduler;

/// Like `run`, calls callbacks until none is ready, but one that panics does not
/// stop the others. No panic comes out of it.
///
/// Returns the messages of the panics, in the order in which they happened.
pub fn carry_on(sched: &mut Scheduler<'_>) -> Vec<String> {
    todo!("run, catch what panics, keep its message, and again until the queue is empty")
}
