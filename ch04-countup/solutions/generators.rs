//! Our solution to `generators`.

use std::collections::VecDeque;

use ch01_loops::Console;

/// A task: each `next` is one turn, and `None` is its end.
pub type Task<'a> = Box<dyn Iterator<Item = ()> + 'a>;

/// A queue of tasks that are ready for a turn, and a loop that gives them turns.
#[derive(Default)]
pub struct Tasks<'a> {
    ready: VecDeque<Task<'a>>,
}

impl<'a> Tasks<'a> {
    /// No tasks.
    pub fn new() -> Self {
        Self::default()
    }

    /// Queues `task` behind all that are ready.
    pub fn spawn(&mut self, task: impl Iterator<Item = ()> + 'a) {
        self.ready.push_back(Box::new(task));
    }

    /// Gives the tasks turns, one after the other, until all have ended. A task
    /// that has ended is dropped and gets no further turn.
    ///
    /// # Panics
    ///
    /// If a task does, which ends that task. Another `run` continues with the rest.
    pub fn run(&mut self) {
        while let Some(mut task) = self.ready.pop_front() {
            if task.next().is_some() {
                self.ready.push_back(task);
            }
        }
    }
}

/// A task that prints `n`, `n - 1`, … down to 1, one number a turn, and waits one
/// second after each.
pub fn countdown(console: &Console, n: u64) -> impl Iterator<Item = ()> {
    (1..=n).rev().map(move |n| {
        console.print(n);
        console.sleep(1);
    })
}

/// A task that prints 0, 1, … up to `n - 1`, one number a turn, and waits one
/// second after each.
pub fn countup(console: &Console, n: u64) -> impl Iterator<Item = ()> {
    (0..n).map(move |x| {
        console.print(x);
        console.sleep(1);
    })
}
