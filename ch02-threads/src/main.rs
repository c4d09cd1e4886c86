//! `countdown(5)` and `countup(5)`, each on a thread of its own, as in the notebook.

use std::process::ExitCode;
use std::thread;

use ch01_loops::{cli, countdown, countup};
use ch02_threads::{join, start};

fn main() -> ExitCode {
    cli::run(env!("CARGO_PKG_NAME"), env!("CARGO_PKG_DESCRIPTION"), |console| {
        let [down, up] = ["countdown", "countup"].map(|name| console.task(name));
        thread::scope(|scope| {
            let t1 = start(scope, "countdown", || countdown(&down, 5));
            let t2 = start(scope, "countup", || countup(&up, 5));
            // Both are joined before either failure is reported.
            let (ended1, ended2) = (t1.and_then(join), t2.and_then(join));
            Ok(ended1.and(ended2)?)
        })
    })
}
