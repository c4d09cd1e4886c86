//! How long one turn takes when a task is an iterator or an `async fn`, next to a
//! callback's.
//!
//! `cargo bench -p ch04-countup`

use std::iter;
use std::process::ExitCode;
use std::time::Duration;

use ch03_scheduler::workshop::turns::{
    CALL_SOON, Contender, LOWER_BOUND, compare, stop_the_clock, time,
};
use ch04_countup::answers::async_await::{Runtime, yield_now};
use ch04_countup::answers::generators::Tasks;

const ITERATORS: Contender = Contender { name: "iterator tasks", run: iterators, slower: 1 };

const ASYNC: Contender = Contender { name: "async tasks", run: async_tasks, slower: 10 };

fn main() -> ExitCode {
    compare(&[LOWER_BOUND, ITERATORS, CALL_SOON, ASYNC])
}

fn iterators(tasks: u64, turns: u64) -> Result<Duration, &'static str> {
    let mut ready = Tasks::new();
    for _ in 0..tasks {
        let mut n = turns;
        ready.spawn(iter::from_fn(move || {
            if n > 0 {
                n -= 1;
                Some(())
            } else {
                stop_the_clock();
                None
            }
        }));
    }
    Ok(time(|| ready.run()))
}

fn async_tasks(tasks: u64, turns: u64) -> Result<Duration, &'static str> {
    let mut runtime = Runtime::new();
    for _ in 0..tasks {
        runtime.spawn(async move {
            for _ in 0..turns {
                yield_now().await;
            }
            stop_the_clock();
        });
    }
    Ok(time(|| runtime.run()))
}
