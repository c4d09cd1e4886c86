//! The exercise `by_hand`, drawn: our solution, or with `--features mine` yours.

use std::process::ExitCode;

use ch01_loops::answers::by_hand::by_hand;
use ch01_loops::cli;

fn main() -> ExitCode {
    cli::run("ch01-loops --example by_hand", "Two counts that take turns in one loop", |console| {
        by_hand(&console.task("countdown"), &console.task("countup"), 5, 5);
        Ok(())
    })
}
