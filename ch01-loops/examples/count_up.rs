//! The exercise `count_up`, drawn: our solution, or with `--features mine` yours.

use std::process::ExitCode;

use ch01_loops::answers::count_up::count_up;
use ch01_loops::cli;

fn main() -> ExitCode {
    cli::run("ch01-loops --example count_up", "One loop that counts up, on one thread", |console| {
        count_up(&console.task("count_up"), 5);
        Ok(())
    })
}
