//! The cost of a queued task: 5,000 countdowns on the deque, and a million.
//!
//! `cargo run --release --example five_thousand_tasks`

use std::error::Error;
use std::hint::black_box;
use std::process::ExitCode;
use std::time::Duration;

use ch01_loops::Console;
use ch02_threads::workshop::measure::threads::{STD_STACK, Threads};
use ch02_threads::workshop::measure::{
    COSTS, Cost, TableWriter, demonstrate, memory, print, room, thousands,
};
use ch03_scheduler::{Callback, Scheduler, countdown};

const COMMAND: &str = "run --release --example five_thousand_tasks";

const ABOUT: &str = "\
Queues COUNT countdowns, and prints what they cost while they are in the queue.
Then the same with a million, and for comparison with a thousand threads.";

const MANY: u64 = 1_000_000;
const THREADS: u64 = 1_000;

fn main() -> ExitCode {
    demonstrate(COMMAND, ABOUT, 5_000, run)
}

fn run(count: u64) -> Result<(), Box<dyn Error>> {
    let console = Console::new(Duration::ZERO);
    let mut table = TableWriter::new("queued, or asleep", &COSTS);
    let before = memory();
    let mut tasks = |count| -> Result<Cost, String> {
        let what = format!("{} tasks", thousands(count));
        room::check(&what, 0, count * 64, count * 64)?;
        let (cost, _queued) = Cost::since(before, count, || queued(&console, count));
        table.row(&what, &cost.cells());
        Ok(cost)
    };
    tasks(count)?;
    let many = tasks(MANY)?;

    let _first = Threads::start_first();
    let (cost, threads) =
        Cost::since(memory(), THREADS, || Threads::start(THREADS, STD_STACK, false));
    let _asleep = threads?;
    table.row(&format!("{} threads", thousands(THREADS)), &cost.cells());
    print(&format!("\n{}{}", in_tasks(cost, many).unwrap_or_default(), by_size(&console)));
    Ok(())
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

/// How many tasks cost as much as one thread, if the system reports it.
fn in_tasks(threads: Cost, tasks: Cost) -> Option<String> {
    let ratio = |threads_take: u64, tasks_take: u64| {
        let thread = threads_take as f64 / threads.count as f64;
        let task = tasks_take as f64 / tasks.count as f64;
        thousands((thread / task).round() as u64)
    };
    let (all, of_tasks) = (threads.memory?, tasks.memory?);
    Some(format!(
        "A thread takes as much address space as {} tasks, as much memory as
{}, and as much time to start as {}.\n",
        ratio(all.address_space, of_tasks.address_space),
        ratio(all.all()?, of_tasks.all()?),
        ratio(threads.time.as_nanos() as u64, tasks.time.as_nanos() as u64),
    ))
}

fn by_size(console: &Console) -> String {
    format!(
        "Counted by hand, a task is a closure of {} bytes, for which glibc sets aside
32, and {} bytes in the deque that point to it.
Not counted: the one stack that all tasks use in turn.",
        size_of_val(&step(console, 5)),
        size_of::<Callback<'_>>(),
    )
}
