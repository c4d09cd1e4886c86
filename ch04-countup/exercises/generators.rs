//! `generators`: tasks that keep their own position, and a loop that gives them turns.
//!
//! Here a task is an iterator: each `next` runs it to its next stopping point, and it
//! keeps its own state in between.
//!
//! Its page: exercises/generators.md
//! Check it: `cargo exercises generators`

#![allow(unused)] // until every todo!() is filled in

use std::collections::VecDeque;
use std::iter;

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
        todo!("while there is a task, take it out, give it a turn, requeue it unless it ended")
    }
}

/// A task that prints `n`, `n - 1`, … down to 1, one number a turn, and waits one
/// second after each.
pub fn countdown(console: &Console, n: u64) -> impl Iterator<Item = ()> {
    // Replace this line with any iterator that prints and sleeps on `console`.
    iter::from_fn(move || todo!("print a number and sleep one second in each turn"))
}

/// A task that prints 0, 1, … up to `n - 1`, one number a turn, and waits one
/// second after each.
pub fn countup(console: &Console, n: u64) -> impl Iterator<Item = ()> {
    iter::from_fn(move || todo!("print a number and sleep one second in each turn"))
}
