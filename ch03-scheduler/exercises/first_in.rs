//! `first_in`: the lesson's scheduler, with callbacks that may borrow.
//!
//! The types are the lesson's, with `'a` in the place of `'static`. What they need is a
//! way to queue a callback, and the loop that calls them.
//!
//! Its page: exercises/first_in.md
//! Check it: `cargo exercises first_in`

#![allow(unused)] // until every todo!() is filled in

use std::collections::VecDeque;

/// A function to be called once, later, with the scheduler as its argument. It may borrow
/// what lives for `'a`, which is longer than the scheduler does.
pub type Callback<'a> = Box<dyn FnOnce(&mut Scheduler<'a>) + 'a>;

/// A queue of callbacks that are ready to run, and a loop that runs them.
#[derive(Default)]
pub struct Scheduler<'a> {
    /// The callbacks that are ready, the next one at the front. Keep the name and the type:
    /// `one_round` builds on them.
    pub ready: VecDeque<Callback<'a>>,
}

impl<'a> Scheduler<'a> {
    /// A scheduler with nothing to do.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds `callback` to the back of the queue, and returns at once.
    pub fn call_soon(&mut self, callback: impl FnOnce(&mut Scheduler<'a>) + 'a) {
        todo!("put the callback in a box, and the box in the queue")
    }

    /// Calls ready callbacks, first in, first out, until none is left.
    ///
    /// # Panics
    ///
    /// If a callback does. The callbacks behind it stay queued, and another `run`
    /// continues with them.
    pub fn run(&mut self) {
        todo!("while there is a callback, take it out and call it with `self`")
    }
}
