//! `countdown(5)`, then `countdown(3)` and `countup(3)`, one after the other on one
//! thread, as in the notebook's first cells.

use std::process::ExitCode;

use ch01_loops::{cli, countdown, countup};

fn main() -> ExitCode {
    cli::run(env!("CARGO_PKG_NAME"), env!("CARGO_PKG_DESCRIPTION"), |console| {
        let [down, up] = ["countdown", "countup"].map(|name| console.task(name));
        countdown(&down, 5);

        countdown(&down, 3);
        countup(&up, 3);
        Ok(())
    })
}
