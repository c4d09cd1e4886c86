//! How long one turn takes: as a lower bound, on this chapter's scheduler, in Python,
//! and when the turn passes from one thread to another.
//!
//! `cargo bench -p ch03-scheduler`

use std::process::{Command, ExitCode};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, Builder, Thread};
use std::time::{Duration, Instant};

use ch03_scheduler::workshop::turns::{CALL_SOON, Contender, LOWER_BOUND, compare};

const PYTHON: Contender = Contender { name: "a deque in Python", run: python, slower: 100 };

const THREADS: Contender = Contender { name: "thread to thread", run: threads, slower: 1000 };

fn main() -> ExitCode {
    compare(&[LOWER_BOUND, CALL_SOON, PYTHON, THREADS])
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
    let printed = ["python3", "python"].iter().find_map(|python| {
        let script = Command::new(python).args(["-c", SCRIPT]).args(&counts).output();
        let printed = String::from_utf8(script.ok()?.stdout).ok()?;
        printed.trim().parse().ok()
    });
    let nanoseconds = printed.ok_or("no python3")?;
    Ok(Duration::from_nanos(nanoseconds))
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
