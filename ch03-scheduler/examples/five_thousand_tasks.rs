//! What a task costs while it waits: 5,000 countdowns on the deque, and a million.
//!
//! `cargo run --release --example five_thousand_tasks`

use std::error::Error;
use std::hint::black_box;
use std::process::ExitCode;
use std::time::Duration;

use ch01_loops::Console;
use ch02_threads::workshop::measure::threads::{Refused, STD_STACK, Threads};
use ch02_threads::workshop::measure::{
    Cost, NOT_KNOWN, cost_table, demonstrate, memory, print, table, thousands,
};
use ch03_scheduler::{Callback, Scheduler, countdown};

const COMMAND: &str = "run --release --example five_thousand_tasks";

const ABOUT: &str = "\
Queues COUNT countdowns, and prints what they cost while they wait. Then the
same with a million, and for comparison with a thousand threads.";

const MANY: u64 = 1_000_000;
const THREADS: u64 = 1_000;

fn main() -> ExitCode {
    demonstrate(COMMAND, ABOUT, 5_000, run)
}

fn run(count: u64) -> Result<(), Box<dyn Error>> {
    let console = Console::new(Duration::ZERO);
    memory(); // The first look takes memory of its own.
    let before = memory();
    let tasks = |count| Cost::since(before, count, || waiting(&console, count)).0;
    let (few, many) = (tasks(count), tasks(MANY));

    let threads = asleep();

    let heading = format!("{} tasks", thousands(count));
    let mut columns = vec![(heading.as_str(), few), ("1,000,000 tasks", many)];
    columns.extend(threads.as_ref().ok().map(|&cost| ("1,000 threads", cost)));
    print(&cost_table("all of them waiting", &columns));
    if let Ok(threads) = threads {
        print(&format!("\n{}", in_tasks(threads, many)));
    }
    print(&format!("\n{}", by_size(&console)));
    threads?;
    Ok(())
}

/// What threads cost on this machine, for comparison.
fn asleep() -> Result<Cost, Refused> {
    let _first = Threads::start_first();
    let (cost, threads) = Cost::of(THREADS, || Threads::start(THREADS, STD_STACK, || ()));
    threads.map(|_| cost)
}

/// A scheduler with `count` countdowns waiting for their first turn.
fn waiting(console: &Console, count: u64) -> Scheduler<'_> {
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

/// How many tasks cost as much as one thread.
fn in_tasks(threads: Cost, tasks: Cost) -> String {
    let ratio = |amount: fn(Cost) -> Option<f64>| {
        let each = |cost: Cost| Some(amount(cost)? / cost.count as f64);
        let ratio = each(threads).zip(each(tasks).filter(|&task| task > 0.0));
        ratio.map_or(NOT_KNOWN.to_owned(), |(thread, task)| {
            thousands((thread / task).round() as u64)
        })
    };
    let head = ["", "address space", "memory in all", "time to start"];
    table(&[
        head.map(str::to_owned).to_vec(),
        vec![
            "one thread, in tasks".to_owned(),
            ratio(|cost| Some(cost.memory?.address_space as f64)),
            ratio(|cost| Some(cost.memory?.all()? as f64)),
            ratio(|cost| Some(cost.time.as_secs_f64())),
        ],
    ])
}

fn by_size(console: &Console) -> String {
    format!(
        "Counted by hand, a task is a closure of {} bytes, for which the allocator sets
aside a little more, and {} bytes in the deque that say where the closure is.
Not counted: the one stack that all tasks use in turn.",
        size_of_val(&step(console, 5)),
        size_of::<Callback<'_>>(),
    )
}
