//! What the benchmarks of one turn share: ways to take turns, and a table of how
//! long a turn takes in each.
//!
//! In every way a task is the countdown without its printing and its sleeping:
//! a turn takes it out of the queue, calls it, and queues what comes next.

use std::cell::Cell;
use std::collections::VecDeque;
use std::hint::black_box;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use crate::Scheduler;
use ch02_threads::workshop::measure::{
    demonstrate, is_benched, nanoseconds, print, table, thousands,
};

/// A way to take turns.
pub struct Way {
    /// Its name in the table.
    pub name: &'static str,
    /// Lets so many tasks take so many turns each, and returns how long it took, or
    /// why it cannot run.
    pub run: fn(tasks: u64, turns: u64) -> Result<Duration, &'static str>,
    /// How much slower than the lower bound it is, about: it gets fewer turns.
    pub slower: u64,
}

/// The lower bound of a turn: the queue holds a function pointer and the integer to
/// call it with, and nothing is allocated.
pub const LOWER_BOUND: Way = Way { name: "lower bound, unboxed", run: lower_bound, slower: 1 };

/// A callback on the scheduler of chapter 3.
pub const CALL_SOON: Way = Way { name: "call_soon", run: call_soon, slower: 1 };

/// A function to be called with a number, once.
struct Step(fn(&mut VecDeque<Step>, u64), u64);

fn lower_bound(tasks: u64, turns: u64) -> Result<Duration, &'static str> {
    fn countdown(ready: &mut VecDeque<Step>, n: u64) {
        if n > 0 {
            ready.push_back(Step(countdown, n - 1));
        } else {
            stop_the_clock();
        }
    }

    let mut ready = VecDeque::new();
    for _ in 0..tasks {
        ready.push_back(black_box(Step(countdown, turns)));
    }
    Ok(time(|| {
        while let Some(Step(function, n)) = ready.pop_front() {
            function(&mut ready, n);
        }
    }))
}

fn call_soon(tasks: u64, turns: u64) -> Result<Duration, &'static str> {
    fn countdown(sched: &mut Scheduler<'_>, n: u64) {
        if n > 0 {
            sched.call_soon(move |sched| countdown(sched, n - 1));
        } else {
            stop_the_clock();
        }
    }

    let mut sched = Scheduler::new();
    for _ in 0..tasks {
        sched.call_soon(move |sched| countdown(sched, turns));
    }
    Ok(time(|| sched.run()))
}

thread_local! {
    static STOPPED: Cell<Option<Instant>> = const { Cell::new(None) };
}

/// How long `run` takes until a task first has nothing more to queue. All others
/// are at their end then too, and a turn that queues nothing is not a whole one.
pub fn time(run: impl FnOnce()) -> Duration {
    STOPPED.set(None);
    let begin = Instant::now();
    run();
    STOPPED.get().expect("a task has ended") - begin
}

/// What a task calls at its end.
pub fn stop_the_clock() {
    if STOPPED.get().is_none() {
        STOPPED.set(Some(Instant::now()));
    }
}

impl Way {
    /// How long one turn takes, in nanoseconds, when so many tasks take about so
    /// many turns together.
    fn turn(&self, tasks: u64, all_turns: u64) -> Result<f64, &'static str> {
        let turns = (all_turns / self.slower / tasks).max(2);
        let time = (self.run)(tasks, turns)?;
        Ok(time.as_secs_f64() * 1e9 / (tasks * turns) as f64)
    }
}

const ABOUT: &str = "\
Prints how long one turn takes with 2, COUNT and a million tasks: the median of
seven runs, and how many times the lower bound it is.";

const NOT_COUNTED: &str = "\
The median of seven runs, and how many times the lower bound it is.
Not counted: making the tasks, and what a task would do in its turn.";

/// Measures these ways, of which the first is the lower bound, and prints a table.
/// Returns the status to end with.
///
/// Unless `cargo bench` runs it, a few turns of a few tasks are enough.
pub fn compare(ways: &[Way]) -> ExitCode {
    compare_and(ways, |_| None)
}

/// As [`compare`], and prints what else is measured with so many tasks.
pub fn compare_and(ways: &[Way], also: fn(u64) -> Option<String>) -> ExitCode {
    if is_benched() {
        demonstrate(concat!("bench -p ", env!("CARGO_PKG_NAME")), ABOUT, 5_000, |count| {
            print(&compare_with(ways, [2, count, 1_000_000], 4_000_000, 7));
            print(&format!("\n{NOT_COUNTED}"));
            also(count).inspect(|also| print(&format!("\n{also}")));
            Ok(())
        })
    } else {
        print(&compare_with(ways, [2, 50, 1_000], 5_000, 1));
        also(50).inspect(|also| print(&format!("\n{also}")));
        ExitCode::SUCCESS
    }
}

/// The table: a row for each way, a column for each count of tasks, and the median
/// of so many runs in each cell.
pub fn compare_with(ways: &[Way], tasks: [u64; 3], turns: u64, runs: usize) -> String {
    // All ways in rotation, so that whatever else the machine does affects all of them.
    let measure = |tasks| ways.iter().map(|way| way.turn(tasks, turns)).collect();
    let measured: Vec<[Vec<_>; 3]> = (0..runs).map(|_| tasks.map(measure)).collect();
    let median = |way: usize, column: usize| -> Result<f64, &str> {
        let turns = measured.iter().map(|run| run[column][way]);
        let mut turns = turns.collect::<Result<Vec<_>, _>>()?;
        turns.sort_by(f64::total_cmp);
        Ok(turns[turns.len() / 2])
    };

    let mut rows = vec![vec!["one turn, with".to_owned()]];
    rows[0].extend(tasks.map(|tasks| format!("{} tasks", thousands(tasks))));
    for (way, name) in ways.iter().map(|way| way.name).enumerate() {
        let cell = |column| match (median(way, column), median(0, column)) {
            (Ok(turn), Ok(least)) => format!("{} {:>8}", nanoseconds(turn), times(turn / least)),
            (Err(why), _) | (_, Err(why)) => format!("{why} {:>8}", ""),
        };
        rows.push(vec![name.to_owned(), cell(0), cell(1), cell(2)]);
    }
    table(&rows)
}

fn times(ratio: f64) -> String {
    if ratio < 9.95 {
        format!("{ratio:.1}x")
    } else {
        format!("{}x", thousands(ratio.round() as u64))
    }
}
