//! Chapter 4's two tasks on the scheduler of `call_later`: their waits overlap, on one
//! thread.

use std::process::ExitCode;

use ch01_loops::{Console, cli};
use ch04_countup::answers::call_later::Scheduler;

fn main() -> ExitCode {
    let about = "A countdown and a countup that overlap on one thread";
    cli::run("ch04-countup --example call_later", about, |console| {
        let [down, up] = ["countdown", "countup"].map(|name| console.task(name));
        let mut sched = Scheduler::new();
        sched.call_soon(|sched| countdown(sched, &down, 5));
        sched.call_soon(|sched| countup(sched, &up, 5, 0));
        sched.run();
        Ok(())
    })
}

fn countdown<'a>(sched: &mut Scheduler<'a>, console: &'a Console, n: u64) {
    if n > 0 {
        console.print(n);
        let second = console.note_wait(1);
        sched.call_later(second, move |sched| countdown(sched, console, n - 1));
    }
}

fn countup<'a>(sched: &mut Scheduler<'a>, console: &'a Console, stop: u64, x: u64) {
    if x < stop {
        console.print(x);
        let second = console.note_wait(1);
        sched.call_later(second, move |sched| countup(sched, console, stop, x + 1));
    }
}
