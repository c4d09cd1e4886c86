//! Of two countdowns, one panics halfway. The other carries on.

use std::error::Error;
use std::panic::resume_unwind;
use std::process::ExitCode;

use ch01_loops::{Console, cli};
use ch03_scheduler::answers::carry_on::carry_on;
use ch03_scheduler::{Scheduler, countdown};

const NAME: &str = "ch03-scheduler --example carry_on";
const ABOUT: &str = "Two countdowns, one of which panics halfway";

fn main() -> ExitCode {
    cli::run(NAME, ABOUT, tasks)
}

fn tasks(console: &Console) -> Result<(), Box<dyn Error>> {
    let sound = console.task("countdown");
    let broken = console.task("broken");
    let told = console.task("told");

    let mut sched = Scheduler::new();
    sched.call_soon(|sched| countdown(sched, &sound, 4));
    sched.call_soon(|sched| breaks_off(sched, &broken, 4));
    for message in carry_on(&mut sched) {
        told.print(message);
    }
    Ok(())
}

/// A countdown that panics after two steps. `resume_unwind` is a `panic!` that
/// prints no report.
fn breaks_off<'a>(sched: &mut Scheduler<'a>, console: &'a Console, n: u64) {
    if n == 2 {
        resume_unwind(Box::new("no 2"));
    }
    console.print(n);
    console.sleep(1);
    sched.call_soon(move |sched| breaks_off(sched, console, n - 1));
}
