//! Chapter 4's two tasks, with the countup of `keep_count`.

use std::error::Error;
use std::process::ExitCode;

use ch01_loops::{Console, cli};
use ch03_scheduler::{Scheduler, countdown};
use ch04_countup::answers::keep_count::count_up;

const NAME: &str = "ch04-countup --example keep_count";
const ABOUT: &str = "A countdown and the countup of `keep_count` take turns";

fn main() -> ExitCode {
    cli::run(NAME, ABOUT, counts)
}

fn counts(console: &Console) -> Result<(), Box<dyn Error>> {
    let down = console.task("countdown");
    let up = console.task("count_up");

    let mut sched = Scheduler::new();
    sched.call_soon(|sched| countdown(sched, &down, 5));
    sched.call_soon(|sched| count_up(sched, &up, 5));
    sched.run();
    Ok(())
}
