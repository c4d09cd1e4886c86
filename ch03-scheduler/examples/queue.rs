//! The queue of chapter 3's countdown, turn by turn, on the scheduler of `first_in`.

use std::process::ExitCode;

use ch03_scheduler::answers::first_in::Scheduler;
use ch03_scheduler::workshop::queue::{Watch, draw};

const ABOUT: &str = "\
Draws the queue of chapter 3's countdown, here without its sleeps: what it holds
before each turn, and what the callback that is taken prints and queues.";

fn main() -> ExitCode {
    draw("ch03-scheduler --example queue", ABOUT, counts, None)
}

fn counts(watch: &Watch) {
    let mut sched = Scheduler::new();
    watch.queue_countdown(&mut sched, 5);
    sched.run();
}
