//! The queue of chapter 3's countdown, turn by turn, on the scheduler of `first_in`.

use std::process::ExitCode;

use ch03_scheduler::answers::first_in::Scheduler;
use ch03_scheduler::workshop::queue::{Watch, draw};

const NAME: &str = "ch03-scheduler --example queue";
const ABOUT: &str = "\
Draws the queue of chapter 3's countdown, here without its sleeps: what it holds
before each turn, and what the callback that is taken prints and queues.";

fn main() -> ExitCode {
    draw(NAME, ABOUT, counts, None)
}

fn counts(watch: &Watch) {
    let mut sched = Scheduler::new();
    queue_countdown(&mut sched, watch, 5);
    sched.run();
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
