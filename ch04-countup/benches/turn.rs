//! How long one turn takes when a task is an iterator or an `async fn`, next to a
//! callback's; and what a sleep costs.
//!
//! `cargo bench -p ch04-countup`

use std::iter;
use std::process::ExitCode;
use std::time::Duration;

use ch02_threads::workshop::measure::{
    NOT_KNOWN, cpu_time, is_benched, nanoseconds, table, thousands,
};
use ch03_scheduler::workshop::turns::{
    CALL_SOON, LOWER_BOUND, Way, compare_and, stop_the_clock, time,
};
use ch04_countup::answers::async_await::{Runtime, yield_now};
use ch04_countup::answers::async_sleep::{Clock, EventLoop};
use ch04_countup::answers::generators::Tasks;

const ITERATORS: Way = Way { name: "iterator tasks", run: iterators, slower: 1 };

const ASYNC: Way = Way { name: "async tasks", run: async_tasks, slower: 10 };

fn main() -> ExitCode {
    compare_and(&[LOWER_BOUND, ITERATORS, CALL_SOON, ASYNC], sleeps)
}

/// With our solution of `generators`.
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

/// With our solution of `async_await`.
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

/// A table of what a sleep costs, with our solution of `async_sleep`.
fn sleeps(count: u64) -> Option<String> {
    let (many, all) = match is_benched() {
        true => (200_000, 600_000),
        false => (1_000, 2_000),
    };
    let cell = |tasks| {
        let mut runs: Vec<_> = (0..3).map_while(|_| sleep(tasks, all / tasks)).collect();
        runs.sort_by(f64::total_cmp);
        let median = runs.get(runs.len() / 2).copied();
        median.map_or(NOT_KNOWN.to_owned(), nanoseconds)
    };
    let heading = |tasks| format!("{} tasks", thousands(tasks));
    let rows = [
        vec!["one sleep, with".into(), heading(count), heading(many)],
        vec!["async sleeps".into(), cell(count), cell(many)],
    ];
    let table = table(&rows);
    Some(format!("{table}\n\nThe time on a processor: the median of three runs."))
}

/// How many nanoseconds of a processor a sleep takes, when so many tasks sleep so many
/// times, for one to two milliseconds.
fn sleep(tasks: u64, times: u64) -> Option<f64> {
    let clock = &Clock::new();
    let mut event_loop = EventLoop::new(clock);
    for task in 0..tasks {
        event_loop.spawn(async move {
            for time in 0..times {
                let micros = 1_000 + (task * 7 + time * 13) % 1_000;
                clock.sleep(Duration::from_micros(micros)).await;
            }
        });
    }
    let before = cpu_time()?;
    event_loop.run();
    let busy = cpu_time()?.saturating_sub(before);
    Some(busy.as_secs_f64() * 1e9 / (tasks * times) as f64)
}
