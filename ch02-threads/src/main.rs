//! The notebook's threads: `countdown(5)` and `countup(5)`, each on one of its own.

use std::error::Error;
use std::process::ExitCode;
use std::thread;

use ch01_loops::{Console, cli, countdown, countup};
use ch02_threads::{join, start};

fn main() -> ExitCode {
    cli::run(env!("CARGO_PKG_NAME"), env!("CARGO_PKG_DESCRIPTION"), cell)
}

fn cell(console: &Console) -> Result<(), Box<dyn Error>> {
    let down = console.task("countdown");
    let up = console.task("countup");

    thread::scope(|scope| {
        let t1 = start(scope, "countdown", || countdown(&down, 5))?;
        let t2 = start(scope, "countup", || countup(&up, 5))?;
        // Both, before a look at how they ended: a panic in one loses nothing of the other.
        let (ended1, ended2) = (join(t1), join(t2));
        Ok(ended1.and(ended2)?)
    })
}
