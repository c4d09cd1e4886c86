//! [`turns`]: ../ch01_loops/index.html#a-loop-that-blocks
//! [Front page]: ../ch01_loops/front_page/index.html
//! [chapter 2]: ../ch02_threads/index.html
//! [chapter 4]: ../ch04_countup/index.html
#![doc = include_str!("links.md")]
#![doc = include_str!("../README.md")]

use std::collections::VecDeque;

use ch01_loops::Console;

pub mod exercises;
#[cfg(feature = "workshop")]
#[doc(hidden)]
pub mod workshop;

#[cfg(feature = "workshop")]
#[doc(hidden)]
pub use exercises::answers;
// Answers name this crate as checks do.
#[cfg(feature = "workshop")]
extern crate self as ch03_scheduler;

/// A function to be called once, later. Its argument is the scheduler that calls
/// it, so that it can queue what comes next; it may borrow what lives for `'a`.
pub type Callback<'a> = Box<dyn FnOnce(&mut Scheduler<'a>) + 'a>;

/// A queue of callbacks that are ready to run, and a loop that runs them.
///
/// The notebook's `Scheduler`, after David Beazley's screencast of 2019.
#[derive(Default)]
pub struct Scheduler<'a> {
    ready: VecDeque<Callback<'a>>,
}

impl<'a> Scheduler<'a> {
    /// A scheduler with nothing to do.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds `callback` to the back of the ready queue, and returns at once:
    /// [`run`](Scheduler::run) calls it. The name is asyncio's.
    pub fn call_soon(&mut self, callback: impl FnOnce(&mut Scheduler<'a>) + 'a) {
        self.ready.push_back(Box::new(callback));
    }

    /// Calls ready callbacks, first in, first out, until none is left.
    ///
    /// # Panics
    ///
    /// If a callback does. The callbacks behind it stay queued, and another `run`
    /// continues with them.
    pub fn run(&mut self) {
        while let Some(callback) = self.ready.pop_front() {
            callback(self);
        }
    }
}

/// Prints `n`, waits one second, and queues the countdown from `n - 1`.
///
/// For zero it does nothing, which ends the task. The wait blocks the thread, and
/// so every other callback.
///
/// The notebook's second `countdown`, after David Beazley's screencast of 2019.
pub fn countdown<'a>(sched: &mut Scheduler<'a>, console: &'a Console, n: u64) {
    if n > 0 {
        console.print(n);
        console.sleep(1);
        sched.call_soon(move |sched| countdown(sched, console, n - 1));
    }
}

#[cfg(test)]
mod tests;
