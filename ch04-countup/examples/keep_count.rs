//! Chapter 4's two tasks, with the countup of `keep_count`.

use std::process::ExitCode;

use ch01_loops::cli;
use ch03_scheduler::{Scheduler, countdown};
use ch04_countup::answers::keep_count::count_up;

fn main() -> ExitCode {
    let about = "A countdown and the countup of `keep_count` take turns";
    cli::run("ch04-countup --example keep_count", about, |console| {
        let [down, up] = ["countdown", "count_up"].map(|name| console.task(name));
        let mut sched = Scheduler::new();
        sched.call_soon(|sched| countdown(sched, &down, 5));
        sched.call_soon(|sched| count_up(sched, &up, 5));
        sched.run();
        Ok(())
    })
}
