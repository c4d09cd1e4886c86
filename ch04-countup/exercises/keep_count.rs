//! `keep_count`: a countup whose callers choose where it stops, and nothing else.
//!
//! A task that is called anew for each step has no local variable, so each step must pass
//! its position to the next; yet no caller of `count_up` should be able to start in the
//! middle. Hide the step *inside* `count_up`.
//!
//! Its page: exercises/keep_count.md
//! Check it: `cargo exercises keep_count`

#![allow(unused)] // until every todo!() is filled in

use ch01_loops::Console;
use ch03_scheduler::Scheduler;

/// Prints 0, 1, … up to `stop - 1`, one number a turn, and waits one second after
/// each. The first step runs at once; each later one is queued. For zero it prints
/// nothing.
pub fn count_up<'a>(sched: &mut Scheduler<'a>, console: &'a Console, stop: u64) {
    todo!("define a step in here that takes its position as an argument, and call the first")
}
