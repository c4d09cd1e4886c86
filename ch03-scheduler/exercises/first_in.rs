//! `first_in`: write the scheduler, from an empty struct.
//!
//! It needs a place for the callbacks that are ready, a way to add one, and a
//! loop that calls them.
//!
//! Its page: exercises/first_in.md
//!
//! Check it: `cargo test --test first_in`

#[allow(unused_imports, reason = "your queue needs it")]
use std::collections::VecDeque;
use std::marker::PhantomData;

/// A function to be called once, later, with the scheduler as its argument.
pub type Callback<'a> = Box<dyn FnOnce(&mut Scheduler<'a>) + 'a>;

/// A queue of callbacks that are ready to run, and a loop that runs them.
#[derive(Default)]
pub struct Scheduler<'a> {
    // Put your queue of `Callback<'a>` here, and delete this line, which keeps `'a`
    // in use until then.
    nothing_yet: PhantomData<Callback<'a>>,
}

impl<'a> Scheduler<'a> {
    /// A scheduler with nothing to do.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds `callback` to the back of the queue, and returns at once.
    pub fn call_soon(&mut self, callback: impl FnOnce(&mut Scheduler<'a>) + 'a) {
        let callback: Callback<'a> = Box::new(callback);
        let _ = (callback, self.nothing_yet);
        todo!("put the callback in the queue")
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
