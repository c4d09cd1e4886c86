//! Chapter 3's countdown, on the scheduler of `first_in`.

use std::process::ExitCode;

use ch01_loops::{Console, cli};
use ch03_scheduler::answers::first_in::Scheduler;

fn main() -> ExitCode {
    let about = "The countdown of chapter 3, on the scheduler of `first_in`";
    cli::run("ch03-scheduler --example first_in", about, |console| {
        let console = console.task("countdown");
        let mut sched = Scheduler::new();
        sched.call_soon(|sched| countdown(sched, &console, 5));
        sched.run();
        Ok(())
    })
}

fn countdown<'a>(sched: &mut Scheduler<'a>, console: &'a Console, n: u64) {
    if n > 0 {
        console.print(n);
        console.sleep(1);
        sched.call_soon(move |sched| countdown(sched, console, n - 1));
    }
}
