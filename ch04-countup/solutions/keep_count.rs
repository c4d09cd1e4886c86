//! Our solution to `keep_count`.

use ch01_loops::Console;
use ch03_scheduler::Scheduler;

/// Prints 0, 1, … up to `stop - 1`, one number a turn, and waits one second after
/// each. The first step runs at once; each later one is queued. For zero it prints
/// nothing.
pub fn count_up<'a>(sched: &mut Scheduler<'a>, console: &'a Console, stop: u64) {
    /// Prints `x` and queues the step after it.
    fn step<'a>(sched: &mut Scheduler<'a>, console: &'a Console, stop: u64, x: u64) {
        if x < stop {
            console.print(x);
            console.sleep(1);
            sched.call_soon(move |sched| step(sched, console, stop, x + 1));
        }
    }
    step(sched, console, stop, 0);
}
