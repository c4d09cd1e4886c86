//! The answer to the exercise `async_sleep` at work: the loops of chapter 1, which
//! wait side by side on one thread.

#[allow(dead_code)]
#[path = "../solutions/async_await.rs"]
mod async_await;
#[allow(dead_code)]
#[path = "../solutions/async_sleep.rs"]
mod async_sleep;
#[allow(dead_code)]
#[path = "../solutions/call_later.rs"]
mod call_later;

use std::error::Error;
use std::process::ExitCode;

use async_sleep::{Clock, EventLoop};
use ch01_loops::{Console, cli};

async fn countdown(clock: &Clock, console: &Console, mut n: u64) {
    while n > 0 {
        console.print(n);
        clock.sleep(console.note_wait(1)).await;
        n -= 1;
    }
}

async fn countup(clock: &Clock, console: &Console, n: u64) {
    let mut x = 0;
    while x < n {
        console.print(x);
        clock.sleep(console.note_wait(1)).await;
        x += 1;
    }
}

const NAME: &str = "ch04-countup --example async_sleep";
const ABOUT: &str = "Two async functions that overlap on one thread";

fn main() -> ExitCode {
    cli::run(NAME, ABOUT, cell)
}

fn cell(console: &Console) -> Result<(), Box<dyn Error>> {
    let down = console.task("countdown");
    let up = console.task("countup");

    let clock = Clock::new();
    let mut event_loop = EventLoop::new(&clock);
    event_loop.spawn(countdown(&clock, &down, 5));
    event_loop.spawn(countup(&clock, &up, 5));
    event_loop.run();
    Ok(())
}
