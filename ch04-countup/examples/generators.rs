//! Chapter 4's two tasks as iterators, which keep their own position.

use std::error::Error;
use std::process::ExitCode;

use ch01_loops::{Console, cli};
use ch04_countup::answers::generators::{Tasks, countdown, countup};

const NAME: &str = "ch04-countup --example generators";
const ABOUT: &str = "Three tasks that are iterators take turns; one is two counts in a row";

fn main() -> ExitCode {
    cli::run(NAME, ABOUT, counts)
}

fn counts(console: &Console) -> Result<(), Box<dyn Error>> {
    let down = console.task("countdown");
    let up = console.task("countup");
    let both = console.task("both");

    let mut tasks = Tasks::new();
    tasks.spawn(countdown(&down, 3));
    tasks.spawn(countup(&up, 3));
    tasks.spawn(countdown(&both, 2).chain(countup(&both, 2)));
    tasks.run();
    Ok(())
}
