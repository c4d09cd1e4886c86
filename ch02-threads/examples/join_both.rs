//! The exercise `join_both`, drawn: our solution, or with `--features mine` yours.

use std::process::ExitCode;

use ch01_loops::{cli, countdown, countup};
use ch02_threads::answers::join_both::join_both;

fn main() -> ExitCode {
    let about = "Two counts, each on a thread of its own";
    cli::run("ch02-threads --example join_both", about, |console| {
        let [down, up] = ["countdown", "countup"].map(|name| console.task(name));
        join_both(|| countdown(&down, 5), || countup(&up, 5));
        Ok(())
    })
}
