//! Our solution to `first_in`.

use std::collections::VecDeque;

/// A function to be called once, later; it is handed the scheduler.
pub type Callback<'a> = Box<dyn FnOnce(&mut Scheduler<'a>) + 'a>;

/// A queue of callbacks that are ready to run, and a loop that runs them.
#[derive(Default)]
pub struct Scheduler<'a> {
    /// Open to the rungs that add a method: `one_round` is the first.
    pub(crate) ready: VecDeque<Callback<'a>>,
}

impl<'a> Scheduler<'a> {
    /// A scheduler with nothing to do.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds `callback` to the back of the queue, and returns at once.
    pub fn call_soon(&mut self, callback: impl FnOnce(&mut Scheduler<'a>) + 'a) {
        self.ready.push_back(Box::new(callback));
    }

    /// Calls what is ready, first in, first out, until nothing is.
    ///
    /// # Panics
    ///
    /// When a callback does. The callbacks behind it stay queued, and another
    /// `run` goes on with them.
    pub fn run(&mut self) {
        while let Some(callback) = self.ready.pop_front() {
            callback(self);
        }
    }
}
