//! Our solution of `first_in`.

use std::collections::VecDeque;

/// A function to be called once, later, with the scheduler as its argument.
pub type Callback<'a> = Box<dyn FnOnce(&mut Scheduler<'a>) + 'a>;

/// A queue of callbacks that are ready to run, and a loop that runs them.
#[derive(Default)]
pub struct Scheduler<'a> {
    /// Visible to the exercises that add a method, such as `one_round`.
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
