//! The exercise `join_both`, drawn: our solution, or with `--features mine` yours.

use std::error::Error;
use std::process::ExitCode;

use ch01_loops::{Console, cli, countdown, countup};
use ch02_threads::answers::join_both::join_both;

fn main() -> ExitCode {
    let name = "ch02-threads --example join_both";
    cli::run(name, "Two counts, each on a thread of its own", counts)
}

fn counts(console: &Console) -> Result<(), Box<dyn Error>> {
    let down = console.task("countdown");
    let up = console.task("countup");
    join_both(|| countdown(&down, 5), || countup(&up, 5));
    Ok(())
}
