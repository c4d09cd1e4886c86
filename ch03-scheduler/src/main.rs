//! The notebook's scheduler at work: a countdown that queues its own next step.

use std::process::ExitCode;

use ch01_loops::cli;
use ch03_scheduler::{Scheduler, countdown};

fn main() -> ExitCode {
    cli::run(env!("CARGO_PKG_NAME"), env!("CARGO_PKG_DESCRIPTION"), |console| {
        let console = console.task("countdown");

        let mut sched = Scheduler::new();
        sched.call_soon(|sched| countdown(sched, &console, 5));
        sched.run();
        Ok(())
    })
}
