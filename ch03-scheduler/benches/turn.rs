//! The time of one turn on this chapter's scheduler, in Python, and from one thread to
//! another.
//!
//! A task is the countdown without its printing and its sleeping: a turn takes it out of the
//! queue, calls it, and queues what comes next.
//!
//! `cargo bench -p ch03-scheduler`

use std::cell::Cell;
use std::process::{Command, ExitCode};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, Builder, Thread};
use std::time::{Duration, Instant};

use ch02_threads::workshop::measure::{Contender, benchmark};
use ch03_scheduler::Scheduler;

const CONTENDERS: [Contender; 3] = [
    ("call_soon", 1, call_soon),
    ("a deque in Python", 20, python),
    ("thread to thread", 200, threads),
];

fn main() -> ExitCode {
    benchmark("bench -p ch03-scheduler", &CONTENDERS)
}

fn call_soon(tasks: u64, turns: u64) -> Result<Duration, &'static str> {
    // When a task first has nothing more to queue, all are at their end, and a turn that
    // queues nothing is not a whole one.
    fn countdown<'a>(sched: &mut Scheduler<'a>, end: &'a Cell<Option<Instant>>, n: u64) {
        if n > 0 {
            sched.call_soon(move |sched| countdown(sched, end, n - 1));
        } else if end.get().is_none() {
            end.set(Some(Instant::now()));
        }
    }

    let end = Cell::new(None);
    let mut sched = Scheduler::new();
    for _ in 0..tasks {
        sched.call_soon(|sched| countdown(sched, &end, turns));
    }
    let begin = Instant::now();
    sched.run();
    Ok(end.get().expect("a task has ended") - begin)
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
