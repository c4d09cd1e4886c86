//! The exercise `by_hand`, drawn: our solution, or with `--features mine` yours.

#[cfg_attr(feature = "mine", path = "../exercises/by_hand.rs")]
#[cfg_attr(not(feature = "mine"), path = "../solutions/by_hand.rs")]
mod by_hand;

use std::error::Error;
use std::process::ExitCode;

use by_hand::by_hand;
use ch01_loops::{Console, cli};

fn main() -> ExitCode {
    let name = "ch01-loops --example by_hand";
    cli::run(name, "Two counts that take turns in one loop", counts)
}

fn counts(console: &Console) -> Result<(), Box<dyn Error>> {
    by_hand(&console.task("countdown"), &console.task("countup"), 5, 5);
    Ok(())
}
