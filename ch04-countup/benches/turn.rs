//! How long one turn takes when a task is an iterator or an `async fn`.
//!
//! `cargo bench -p ch04-countup`

use std::process::ExitCode;
use std::time::Instant;

use ch02_threads::workshop::measure::{TableWriter, benchmark, nanoseconds, thousands};
use ch04_countup::answers::async_await::{Runtime, yield_now};
use ch04_countup::answers::generators::Tasks;

const ABOUT: &str = "\
How long one turn takes: the median of seven runs. Not counted: making the tasks.";

fn main() -> ExitCode {
    benchmark("bench -p ch04-countup", ABOUT, |counts, all_turns, runs| {
        let headings = counts.map(|count| format!("{} tasks", thousands(count)));
        let mut table = TableWriter::new("one turn, with", &headings);
        for (name, run) in
            [("iterator tasks", iterators as fn(u64, u64) -> f64), ("async tasks", async_tasks)]
        {
            let cells = counts.map(|tasks| {
                let turns = all_turns / tasks;
                let mut times = Vec::from_iter((0..runs).map(|_| run(tasks, turns)));
                times.sort_unstable_by(f64::total_cmp);
                nanoseconds(times[runs / 2] * 1e9 / (tasks * turns) as f64)
            });
            table.row(name, &cells);
        }
    })
}

/// The seconds that so many tasks take for so many turns each.
fn iterators(tasks: u64, turns: u64) -> f64 {
    let mut ready = Tasks::new();
    for _ in 0..tasks {
        ready.spawn((0..turns).map(|_| ()));
    }
    let begin = Instant::now();
    ready.run();
    begin.elapsed().as_secs_f64()
}

fn async_tasks(tasks: u64, turns: u64) -> f64 {
    let mut runtime = Runtime::new();
    for _ in 0..tasks {
        runtime.spawn(async move {
            for _ in 0..turns {
                yield_now().await;
            }
        });
    }
    let begin = Instant::now();
    runtime.run();
    begin.elapsed().as_secs_f64()
}
