//! The cost of a queued task: 5,000 countdowns on the deque, and a million.
//!
//! `cargo run --release --example five_thousand_tasks`

use std::hint::black_box;
use std::process::ExitCode;
use std::time::Duration;

use ch01_loops::Console;
use ch02_threads::workshop::measure::threads::{STD_STACK, Threads};
use ch02_threads::workshop::measure::{
    COSTS, Cost, TableWriter, demonstrate, memory, print, room, thousands,
};
use ch03_scheduler::{Callback, Scheduler, countdown};

const ABOUT: &str = "\
Queues COUNT countdowns, and prints what they cost while they are in the queue.
Then the same with a million, and for comparison with a thousand threads.";

const MANY: u64 = 1_000_000;
const THREADS: u64 = 1_000;

fn main() -> ExitCode {
    demonstrate("run --release --example five_thousand_tasks", ABOUT, 5_000, |count| {
        let console = Console::new(Duration::ZERO);
        let mut table = TableWriter::new("queued, or asleep", &COSTS);
        let before = memory();
        for count in [count, MANY] {
            let what = format!("{} tasks", thousands(count));
            room::check(&what, 0, count * 64, count * 64)?;
            let (cost, _queued) = Cost::since(before, count, || queued(&console, count));
            table.row(&what, &cost.cells());
        }

        let _first = Threads::start_first();
        let (cost, threads) =
            Cost::since(memory(), THREADS, || Threads::start(THREADS, STD_STACK, false));
        let _asleep = threads?;
        table.row(&format!("{} threads", thousands(THREADS)), &cost.cells());
        print(&format!("\n{}", by_size(&console)));
        Ok(())
    })
}

/// A scheduler with `count` countdowns, queued for their first turn.
fn queued(console: &Console, count: u64) -> Scheduler<'_> {
    let mut sched = Scheduler::new();
    for _ in 0..count {
        sched.call_soon(step(console, 5));
    }
    black_box(sched)
}

/// The countdown's next step, as this chapter's program queues it.
fn step<'a>(console: &'a Console, n: u64) -> impl FnOnce(&mut Scheduler<'a>) + 'a {
    move |sched| countdown(sched, console, n)
}

fn by_size(console: &Console) -> String {
    format!(
        "Counted by hand, a task is a closure of {} bytes (`n`, the console), for which
glibc sets aside 32, and {} bytes in the deque that point to it.
Not counted: the one stack that all tasks use in turn.",
        size_of_val(&step(console, 5)),
        size_of::<Callback<'_>>(),
    )
}
