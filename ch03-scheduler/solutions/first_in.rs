//! Our solution to `first_in`.

use std::collections::VecDeque;

/// A function to be called once, later, with the scheduler as its argument. It may borrow
/// what lives for `'a`, which is longer than the scheduler does.
pub type Callback<'a> = Box<dyn FnOnce(&mut Scheduler<'a>) + 'a>;

/// A queue of callbacks that are ready to run, and a loop that runs them.
#[derive(Default)]
pub struct Scheduler<'a> {
    /// The callbacks that are ready, the next one at the front.
    pub ready: VecDeque<Callback<'a>>,
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
