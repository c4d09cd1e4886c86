//! The exercise `by_hand`, drawn: our solution, or with `--features mine` yours.

use std::error::Error;
use std::process::ExitCode;

use ch01_loops::answers::by_hand::by_hand;
use ch01_loops::{Console, cli};

fn main() -> ExitCode {
    let name = "ch01-loops --example by_hand";
    cli::run(name, "Two counts that take turns in one loop", counts)
}

fn counts(console: &Console) -> Result<(), Box<dyn Error>> {
    by_hand(&console.task("countdown"), &console.task("countup"), 5, 5);
    Ok(())
}
