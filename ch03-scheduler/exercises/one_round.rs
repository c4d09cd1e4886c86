//! `one_round`: run what is ready now, and give control back.
//!
//! `run` returns when the queue is empty, so a callback that queues itself for
//! ever keeps `run`, and whoever called it, for ever. Give the scheduler a method
//! that does one round. It is the scheduler of our answer to `first_in`, which
//! keeps its callbacks in a `VecDeque` called `ready`; the lesson's `run` is the
//! loop to start from.
//!
//! Check it: `cargo test --test one_round`

#[path = "../solutions/first_in.rs"]
mod first_in;

pub use first_in::Scheduler;

impl Scheduler<'_> {
    /// Calls what is ready now, first in, first out, and gives control back: one
    /// round. What is queued meanwhile, by whoever, is for the next one.
    ///
    /// Gives back whether anything is ready for another round, so that
    /// `while sched.run_once() {}` does what `run` does. The name is asyncio's.
    ///
    /// # Panics
    ///
    /// When a callback does. The callbacks behind it stay queued, as they do when
    /// it panics in `run`.
    pub fn run_once(&mut self) -> bool {
        todo!("call those that are ready now, and none of those that they queue")
    }
}
