//! The program does work of its own between the rounds.

use std::process::ExitCode;

use ch01_loops::{Console, cli};
use ch03_scheduler::answers::first_in::Scheduler;
use ch03_scheduler::answers::one_round::run_once;

fn main() -> ExitCode {
    let about = "Two countdowns, and the program's own work between their rounds";
    cli::run("ch03-scheduler --example one_round", about, |console| {
        let [long, short, between] = ["from 4", "from 2", "between"].map(|name| console.task(name));
        let mut sched = Scheduler::new();
        sched.call_soon(|sched| countdown(sched, &long, 4));
        sched.call_soon(|sched| countdown(sched, &short, 2));
        while run_once(&mut sched) {
            between.print("look");
            between.sleep(1);
        }
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
