//! The answer to the exercise `async_await` at work: the loops of chapter 1 are
//! back, as tasks that take turns. They do not overlap: `sleep` still blocks.

#[allow(dead_code)]
#[path = "../solutions/async_await.rs"]
mod async_await;

use std::error::Error;
use std::process::ExitCode;

use async_await::{Runtime, countdown, countup};
use ch01_loops::{Console, cli};

const NAME: &str = "ch04-countup --example async_await";
const ABOUT: &str = "Two async functions that take turns";

fn main() -> ExitCode {
    cli::run(NAME, ABOUT, cell)
}

fn cell(console: &Console) -> Result<(), Box<dyn Error>> {
    let down = console.task("countdown");
    let up = console.task("countup");

    let mut runtime = Runtime::new();
    runtime.spawn(countdown(&down, 5));
    runtime.spawn(countup(&up, 5));
    runtime.run();
    Ok(())
}
