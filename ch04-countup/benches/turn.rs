//! The time of one turn when a task is an iterator or an `async fn`.
//!
//! `cargo bench -p ch04-countup`

use std::process::ExitCode;
use std::time::{Duration, Instant};

use ch02_threads::workshop::measure::{Contender, benchmark};
use ch04_countup::answers::async_await::{Runtime, yield_now};
use ch04_countup::answers::generators::Tasks;

const CONTENDERS: [Contender; 2] =
    [("iterator tasks", 1, iterators), ("async tasks", 1, async_tasks)];

fn main() -> ExitCode {
    benchmark("bench -p ch04-countup", &CONTENDERS)
}

fn iterators(tasks: u64, turns: u64) -> Result<Duration, &'static str> {
    let mut ready = Tasks::new();
    for _ in 0..tasks {
        ready.spawn((1..turns).map(|_| ()));
    }
    let begin = Instant::now();
    ready.run();
    Ok(begin.elapsed())
}

fn async_tasks(tasks: u64, turns: u64) -> Result<Duration, &'static str> {
    let mut runtime = Runtime::new();
    for _ in 0..tasks {
        runtime.spawn(async move {
            for _ in 1..turns {
                yield_now().await;
            }
        });
    }
    let begin = Instant::now();
    runtime.run();
    Ok(begin.elapsed())
}
