//! Ways to take turns, and a table of how long a turn takes in each.
//!
//! In each of them a task is the countdown without its printing and its sleeping:
//! a turn takes it out of the queue, calls it, and queues what comes next.

use std::cell::Cell;
use std::collections::VecDeque;
use std::hint::black_box;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use crate::Scheduler;
use ch02_threads::workshop::measure::{
    TableWriter, demonstrate, is_benched, nanoseconds, print, thousands,
};

/// A way to take turns.
pub struct Contender {
    /// Its name in the table.
    pub name: &'static str,
    /// Lets so many tasks take so many turns each, and returns how long it took, or
    /// why it cannot run.
    pub run: fn(tasks: u64, turns: u64) -> Result<Duration, &'static str>,
    /// About how many times slower than the lower bound it is: it gets fewer turns.
    pub slower: u64,
}

/// The lower bound of a turn: the queue holds a function pointer and the integer to
/// call it with, and nothing is allocated.
pub const LOWER_BOUND: Contender = Contender { name: "lower bound", run: lower_bound, slower: 1 };

/// A callback on the scheduler of chapter 3.
pub const CALL_SOON: Contender = Contender { name: "call_soon", run: call_soon, slower: 4 };

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

/// Ends the measurement. A task calls it at its end.
pub fn stop_the_clock() {
    STOPPED.set(STOPPED.get().or_else(|| Some(Instant::now())));
}

impl Contender {
    /// The median of `runs` runs, in nanoseconds, when so many tasks take about so many
    /// turns together.
    fn turn(&self, tasks: u64, all_turns: u64, runs: usize) -> Result<f64, &'static str> {
        let turns = (all_turns / self.slower / tasks).max(2);
        let mut times = Vec::new();
        for _ in 0..runs {
            times.push((self.run)(tasks, turns)?);
        }
        times.sort_unstable();
        Ok(times[runs / 2].as_secs_f64() * 1e9 / (tasks * turns) as f64)
    }
}

const ABOUT: &str = "\
Prints how long one turn takes with 2, COUNT and a million tasks: the median of
seven runs, and how many times the lower bound it is.";

const NOTES: &str = "\
The median of seven runs, and how many times the lower bound it is.
Not counted: making the tasks, and what a task would do in its turn.";

/// Measures these, of which the first is the lower bound, and prints a table. Returns the
/// status to end with.
///
/// Unless `cargo bench` runs it, a few turns of a few tasks are enough.
pub fn compare(contenders: &[Contender]) -> ExitCode {
    if is_benched() {
        demonstrate(concat!("bench -p ", env!("CARGO_PKG_NAME")), ABOUT, 5_000, |count| {
            compare_with(contenders, [2, count, 1_000_000], 4_000_000, 7);
            print(&format!("\n{NOTES}"));
            Ok(())
        })
    } else {
        compare_with(contenders, [2, 50, 1_000], 5_000, 1);
        ExitCode::SUCCESS
    }
}

/// Prints a row for each contender and a column for each count of tasks.
fn compare_with(contenders: &[Contender], tasks: [u64; 3], turns: u64, runs: usize) {
    let headings = tasks.map(|tasks| format!("{} tasks", thousands(tasks)));
    let table = TableWriter::new("one turn, with", &headings.each_ref().map(String::as_str));
    let mut least = [None; 3];
    for contender in contenders {
        let mut column = 0..;
        let cells = tasks.map(|tasks| {
            let least = &mut least[column.next().expect("there is always one more")];
            match contender.turn(tasks, turns, runs) {
                Ok(turn) => {
                    let times = times(turn / *least.get_or_insert(turn));
                    format!("{} {times:>7}", nanoseconds(turn))
                }
                Err(why) => format!("{why} {:>7}", ""),
            }
        });
        table.row(contender.name, &cells);
    }
}

fn times(ratio: f64) -> String {
    if ratio < 9.95 {
        format!("{ratio:.1}x")
    } else {
        format!("{}x", thousands(ratio.round() as u64))
    }
}
