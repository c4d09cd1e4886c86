//! The queue of chapter 4's two tasks, turn by turn.

use std::process::ExitCode;

use ch03_scheduler::Scheduler;
use ch03_scheduler::workshop::queue::{Watch, draw};

const NAME: &str = "ch04-countup --example queue_of_two";
const ABOUT: &str = "\
Draws the queue of chapter 4's two tasks, which do not sleep here: what it holds
before each turn, which callback the scheduler takes, and what that callback
prints and queues.";

fn main() -> ExitCode {
    draw(NAME, ABOUT, |sched, watch| {
        queue_countdown(sched, watch, 3);
        queue_countup(sched, watch, 3, 0);
    })
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

fn queue_countup<'a>(sched: &mut Scheduler<'a>, watch: &'a Watch, stop: u64, x: u64) {
    let name = format!("countup({x})");
    watch.call_soon(sched, name, move |sched| countup(sched, watch, stop, x));
}

fn countup<'a>(sched: &mut Scheduler<'a>, watch: &'a Watch, stop: u64, x: u64) {
    if x < stop {
        watch.print(x);
        queue_countup(sched, watch, stop, x + 1);
    }
}
