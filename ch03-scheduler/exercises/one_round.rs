//! `one_round`: run what is ready now, and return.
//!
//! `run` returns when the queue is empty, so a callback that always queues itself again
//! traps `run`, and its caller, forever. Write a function that runs one round.
//!
//! Its page: exercises/one_round.md
//! Check it: `cargo exercises one_round`

#![allow(unused)] // until every todo!() is filled in

use ch03_scheduler::answers::first_in::Scheduler;

/// Runs one round: calls as many callbacks as are ready now, first in, first out, and
/// returns. What they queue stands behind them, and waits for the next round.
///
/// Returns whether anything is ready for another round, so that
/// `while run_once(&mut sched) {}` does what `sched.run()` does. The name is asyncio's.
///
/// A callback that runs the scheduler itself takes turns away from this round. The round
/// gives them to what was queued since, or ends early if nothing is left.
///
/// # Panics
///
/// If a callback does. The callbacks behind it stay queued, as in `run`.
pub fn run_once(sched: &mut Scheduler<'_>) -> bool {
    todo!("call as many callbacks of `sched.ready` as it holds now, and say if any are left")
}
