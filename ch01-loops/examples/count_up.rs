//! The exercise `count_up`, drawn: our solution, or with `--features mine` yours.

use std::error::Error;
use std::process::ExitCode;

use ch01_loops::answers::count_up::count_up;
use ch01_loops::{Console, cli};

fn main() -> ExitCode {
    let name = "ch01-loops --example count_up";
    cli::run(name, "One loop that counts up, on one thread", counts)
}

fn counts(console: &Console) -> Result<(), Box<dyn Error>> {
    count_up(&console.task("count_up"), 5);
    Ok(())
}
