//! The cost of an async task while it waits: 5,000 that sleep, and a million.
//!
//! `cargo run --release --example five_thousand_sleepers`

use std::process::ExitCode;
use std::time::Duration;

use ch02_threads::workshop::measure::{
    COSTS, Cost, TableWriter, demonstrate, memory, print, room, thousands,
};
use ch04_countup::answers::async_await::Runtime;
use ch04_countup::answers::async_sleep::Clock;

const ABOUT: &str = "\
Starts COUNT async tasks, and prints what they take while all of them sleep;
then the same with a million.";

const MANY: u64 = 1_000_000;
const HOUR: Duration = Duration::from_secs(3600);

fn main() -> ExitCode {
    demonstrate("run --release --example five_thousand_sleepers", ABOUT, 5_000, |count| {
        let clock = Clock::new();
        let mut table = TableWriter::new("all of them asleep", &COSTS);
        let before = memory();
        for count in [count, MANY] {
            let what = format!("{} tasks", thousands(count));
            room::check(&what, 0, count * 400, count * 400)?;
            let (cost, _runtime) = Cost::since(before, count, || asleep(&clock, count));
            table.row(&what, &cost.cells());
        }
        print(&format!("\n{}", by_size()));
        Ok(())
    })
}

/// A runtime with `count` tasks, all of them asleep.
fn asleep(clock: &Clock, count: u64) -> Runtime<'_> {
    let mut runtime = Runtime::new();
    for _ in 0..count {
        runtime.spawn(countdown(clock, 5));
    }
    runtime.run_once();
    runtime
}

/// The countdown without its printing.
async fn countdown(clock: &Clock, mut n: u64) {
    while n > 0 {
        clock.sleep(HOUR).await;
        n -= 1;
    }
}

fn by_size() -> String {
    format!(
        "Of each, the future itself takes {} bytes: `n`, where to resume, and the sleep.
The rest is its place in the runtime, its waker and its entry among the timers.
Not counted: the one stack on which all tasks are polled in turn.",
        size_of_val(&countdown(&Clock::new(), 5)),
    )
}
