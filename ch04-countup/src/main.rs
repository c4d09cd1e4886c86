//! The notebook's last program: a countdown and a countup take turns on one thread.

use std::process::ExitCode;

use ch01_loops::cli;
use ch03_scheduler::{Scheduler, countdown};
use ch04_countup::countup;

fn main() -> ExitCode {
    cli::run(env!("CARGO_PKG_NAME"), env!("CARGO_PKG_DESCRIPTION"), |console| {
        let [down, up] = ["countdown", "countup"].map(|name| console.task(name));
        let mut sched = Scheduler::new();
        sched.call_soon(|sched| countdown(sched, &down, 5));
        sched.call_soon(|sched| countup(sched, &up, 5));
        sched.run();
        Ok(())
    })
}
