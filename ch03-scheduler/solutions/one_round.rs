//! Our solution to `one_round`.

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
    // The range is evaluated once, so the round ends; the queue stays in place, so a panic
    // loses nothing.
    for _ in 0..sched.ready.len() {
        let Some(callback) = sched.ready.pop_front() else { break };
        callback(sched);
    }
    !sched.ready.is_empty()
}
