//! Two clients of one server, of which one sends a bad request. The other is served to its
//! end.

use std::panic::resume_unwind;
use std::process::ExitCode;

use ch01_loops::{Console, cli};
use ch03_scheduler::answers::carry_on::carry_on;
use ch03_scheduler::{Scheduler, countdown};

fn main() -> ExitCode {
    let about = "A server with two clients, one of which sends a bad request";
    cli::run("ch03-scheduler --example carry_on", about, |console| {
        let [good, bad, log] = ["client a", "client b", "log"].map(|name| console.task(name));
        let mut sched = Scheduler::new();
        sched.call_soon(|sched| countdown(sched, &good, 4));
        sched.call_soon(|sched| serve(sched, &bad, 4));
        for message in carry_on(&mut sched) {
            log.print(message);
        }
        Ok(())
    })
}

/// A countdown whose third request is a bad one. `resume_unwind` is a `panic!` that prints
/// no report.
fn serve<'a>(sched: &mut Scheduler<'a>, console: &'a Console, request: u64) {
    if request == 2 {
        resume_unwind(Box::new("bad"));
    }
    console.print(request);
    console.sleep(1);
    sched.call_soon(move |sched| serve(sched, console, request - 1));
}
