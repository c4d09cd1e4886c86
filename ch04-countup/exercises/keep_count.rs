//! `keep_count`: a countup whose callers say where it stops, and nothing else.
//!
//! A loop keeps its position in a local variable. A task that is called anew for
//! each step has none, so each step must hand it to the next; and yet nobody who
//! calls `count_up` should be able to begin in the middle. The lesson has the
//! position travel from step to step in "The code". Here, hide it: a function
//! can be defined inside another one, where nothing else sees it. Make it a `fn`,
//! whatever rustc advises: a closure cannot name itself. All that the inner function
//! needs comes in as parameters.
//!
//! Check it: `cargo test --test keep_count`

use ch01_loops::Console;
use ch03_scheduler::Scheduler;

/// Prints 0, 1, … up to `stop - 1`, one number a turn, and waits one second after
/// each. For zero it prints nothing.
pub fn count_up<'a>(sched: &mut Scheduler<'a>, console: &'a Console, stop: u64) {
    let _ = (sched, console, stop);
    todo!("define a step in here that is told its position, and take the first one")
}
