//! Chapter 4's two tasks as iterators, which keep their own position.

use std::process::ExitCode;

use ch01_loops::cli;
use ch04_countup::answers::generators::{Tasks, countdown, countup};

fn main() -> ExitCode {
    let about = "Three tasks that are iterators take turns; one is two counts in a row";
    cli::run("ch04-countup --example generators", about, |console| {
        let [down, up, both] = ["countdown", "countup", "both"].map(|name| console.task(name));
        let mut tasks = Tasks::new();
        tasks.spawn(countdown(&down, 3));
        tasks.spawn(countup(&up, 3));
        tasks.spawn(countdown(&both, 2).chain(countup(&both, 2)));
        tasks.run();
        Ok(())
    })
}
