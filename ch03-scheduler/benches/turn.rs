//! How long one turn takes: as a lower bound, on this chapter's scheduler, in Python,
//! and when the turn passes from one thread to another.
//!
//! A task is the countdown without its printing and its sleeping: a turn takes it out of the
//! queue, calls it, and queues what comes next.
//!
//! `cargo bench -p ch03-scheduler`

use std::cell::Cell;
use std::collections::VecDeque;
use std::hint::black_box;
use std::process::{Command, ExitCode};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, Builder, Thread};
use std::time::{Duration, Instant};

use ch02_threads::workshop::measure::{TableWriter, benchmark, nanoseconds, thousands};
use ch03_scheduler::Scheduler;

const ABOUT: &str = "\
How long one turn takes: the median of seven runs, and how many times the lower
bound it is. Not counted: making the tasks, and what a task would do in its turn.";

/// A way to take turns: its name; about how many times slower than the lower bound it is,
/// as it gets fewer turns; and what lets so many tasks take so many turns each, and returns
/// how long that took, or why it cannot run.
type Contender = (&'static str, u64, fn(u64, u64) -> Result<Duration, &'static str>);

const CONTENDERS: [Contender; 4] = [
    ("lower bound", 1, lower_bound),
    ("call_soon", 4, call_soon),
    ("a deque in Python", 100, python),
    ("thread to thread", 1000, threads),
];

fn main() -> ExitCode {
    benchmark("bench -p ch03-scheduler", ABOUT, |counts, all_turns, runs| {
        let headings = counts.map(|count| format!("{} tasks", thousands(count)));
        let mut table = TableWriter::new("one turn, with", &headings);
        let mut least = [None; 3];
        for (name, slower, run) in CONTENDERS {
            let mut least = least.iter_mut();
            let cells = counts.map(|tasks| {
                let least = least.next().expect("one for each count");
                let turns = (all_turns / slower / tasks).max(2);
                let times = (0..runs).map(|_| run(tasks, turns)).collect::<Result<Vec<_>, _>>();
                let mut times = times.map_err(|why| format!("{why} {:>7}", ""))?;
                times.sort_unstable();
                let turn = times[runs / 2].as_secs_f64() * 1e9 / (tasks * turns) as f64;
                let ratio = turn / *least.get_or_insert(turn);
                let digits = if ratio < 9.95 { 1 } else { 0 };
                Ok(format!("{} {:>7}", nanoseconds(turn), format!("{ratio:.digits$}x")))
            });
            table.row(name, &cells.map(|cell| cell.unwrap_or_else(|why: String| why)));
        }
    })
}

/// The lower bound of a turn: the queue holds a function pointer and the number to call it
/// with, and nothing is allocated.
fn lower_bound(tasks: u64, turns: u64) -> Result<Duration, &'static str> {
    struct Step(fn(&mut VecDeque<Step>, u64), u64);

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

/// A callback on the scheduler of this chapter.
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
fn time(run: impl FnOnce()) -> Duration {
    STOPPED.set(None);
    let begin = Instant::now();
    run();
    STOPPED.get().expect("a task has ended") - begin
}

fn stop_the_clock() {
    STOPPED.set(STOPPED.get().or_else(|| Some(Instant::now())));
}

/// The notebook's scheduler in its own language: a deque of functions that take
/// no argument. Prints the nanoseconds of all turns.
const SCRIPT: &str = "
import sys
from collections import deque
from time import perf_counter_ns

class Turns:
    def __init__(self):
        self.waiting = deque()

    def call_soon(self, callback):
        self.waiting.append(callback)

    def run(self):
        while self.waiting:
            callback = self.waiting.popleft()
            callback()

def countdown(n):
    global end
    if n > 0:
        turns.call_soon(lambda: countdown(n - 1))
    elif end is None:
        end = perf_counter_ns()

def start(n):
    # A closure as large as those to come, or the garbage collector sets in.
    turns.call_soon(lambda: countdown(n))

tasks, each = int(sys.argv[1]), int(sys.argv[2])
turns, end = Turns(), None
for _ in range(tasks):
    start(each)
begin = perf_counter_ns()
turns.run()
print(end - begin)
";

fn python(tasks: u64, turns: u64) -> Result<Duration, &'static str> {
    let counts = [tasks, turns].map(|count| count.to_string());
    let nanoseconds = ["python3", "python"].iter().find_map(|python| {
        let script = Command::new(python).args(["-c", SCRIPT]).args(&counts).output();
        String::from_utf8(script.ok()?.stdout).ok()?.trim().parse().ok()
    });
    nanoseconds.map(Duration::from_nanos).ok_or("no python3")
}

/// Two threads take turns: each wakes the other and sleeps until it is woken.
fn threads(tasks: u64, turns: u64) -> Result<Duration, &'static str> {
    fn take_turns(mine: bool, whose: &AtomicBool, other: &Thread, turns: u64) {
        for _ in 0..turns {
            while whose.load(Ordering::Acquire) != mine {
                thread::park();
            }
            whose.store(!mine, Ordering::Release);
            other.unpark();
        }
    }

    if tasks != 2 {
        return Err("-");
    }
    let (whose, first) = (AtomicBool::new(true), thread::current());
    thread::scope(|scope| {
        let second =
            Builder::new().spawn_scoped(scope, || take_turns(false, &whose, &first, turns));
        let second = second.map_err(|_| "no thread")?;
        let begin = Instant::now();
        take_turns(true, &whose, second.thread(), turns);
        second.join().expect("it does nothing that panics");
        Ok(begin.elapsed())
    })
}
