//! The queue of chapter 3's countdown, turn by turn.

use std::process::ExitCode;

use ch03_scheduler::Scheduler;
use ch03_scheduler::workshop::queue::{Watch, draw};

const NAME: &str = "ch03-scheduler --example queue";
const ABOUT: &str = "\
Draws the queue of chapter 3's countdown, here without its sleeps: what it holds
before each turn, which callback the scheduler takes, what that prints, and what
it queues.";

fn main() -> ExitCode {
    draw(NAME, ABOUT, |sched, watch| queue_countdown(sched, watch, 5))
}

fn queue_countdown<'a>(sched: &mut Scheduler<'a>, watch: &'a Watch, n: u64) {
    let name = format!("countdown({n})");
    watch.call_soon(sched, name, move |sched| countdown(sched, watch, n));
}

fn countdown<'a>(sched: &mut Scheduler<'a>, watch: &'a Watch, n: u64) {
    if n > 0 {
        watch.print(n);
        queue_countdown(sched, watch, n - 1);
    }
}
