//! How long one turn takes when a task is an iterator, next to a callback's.
//!
//! `cargo bench -p ch04-countup`

#[path = "../solutions/generators.rs"]
#[allow(dead_code)]
mod generators;
#[path = "../../ch03-scheduler/benches/common/turns.rs"]
mod turns;

use std::iter;
use std::process::ExitCode;
use std::time::Duration;

use generators::Tasks;
use turns::{CALL_SOON, LOWER_BOUND, Way, compare, stop_the_clock, time};

const ITERATORS: Way = Way {
    name: "iterator tasks",
    run: iterators,
    slower: 1,
};

fn main() -> ExitCode {
    compare(&[LOWER_BOUND, ITERATORS, CALL_SOON])
}

/// With our answer to `generators`.
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
