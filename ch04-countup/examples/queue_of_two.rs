//! The queue of chapter 4's two tasks, turn by turn, on the scheduler of `first_in`.

use std::process::ExitCode;

use ch03_scheduler::answers::first_in::Scheduler;
use ch03_scheduler::workshop::queue::{CallSoon, Watch, draw};

const ABOUT: &str = "\
Draws the queue of chapter 4's two tasks, which do not sleep here: what it holds
before each turn, and what the callback that is taken prints and queues. One that
is taken from elsewhere than the front stands in brackets.";

fn main() -> ExitCode {
    let from_front = |watch: &Watch| counts(Scheduler::new(), watch);
    let from_back = |watch: &Watch| counts(LastIn(Vec::new()), watch);
    draw("ch04-countup --example queue_of_two", ABOUT, from_front, Some(from_back))
}

fn counts<'a, S: CallSoon<'a>>(mut sched: S, watch: &'a Watch) {
    watch.queue_countdown(&mut sched, 3);
    queue_countup(&mut sched, watch, 3, 0);
    sched.run();
}

fn queue_countup<'a, S: CallSoon<'a>>(sched: &mut S, watch: &'a Watch, stop: u64, x: u64) {
    watch.call_soon(sched, format!("countup({x})"), move |sched| {
        if x < stop {
            watch.print(x);
            queue_countup(sched, watch, stop, x + 1);
        }
    });
}

/// The scheduler of `first_in`, except for `pop_back`: the newest callback is next.
struct LastIn<'a>(Vec<Callback<'a>>);

type Callback<'a> = Box<dyn FnOnce(&mut LastIn<'a>) + 'a>;

impl<'a> CallSoon<'a> for LastIn<'a> {
    fn call_soon(&mut self, callback: impl FnOnce(&mut Self) + 'a) {
        self.0.push(Box::new(callback));
    }

    fn run(&mut self) {
        while let Some(callback) = self.0.pop() {
            callback(self);
        }
    }
}
