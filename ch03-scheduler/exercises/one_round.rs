//! `one_round`: run what is ready now, and return.
//!
//! `run` returns when the queue is empty, so a callback that keeps requeueing itself
//! traps `run`, and its caller, forever. Add a method that runs one round. The
//! scheduler is that of our `first_in`, whose queue is a `VecDeque` called `ready`.
//!
//! Its page: exercises/one_round.md
//!
//! Check it: `cargo test --test one_round`

#[cfg_attr(feature = "mine", path = "first_in.rs")]
#[cfg_attr(not(feature = "mine"), path = "../solutions/first_in.rs")]
mod first_in;

pub use first_in::Scheduler;

impl Scheduler<'_> {
    /// Runs one round: calls what is ready now, first in, first out, and returns.
    /// Anything queued in the meantime waits for the next round.
    ///
    /// Returns whether anything is ready for another round, so that
    /// `while sched.run_once() {}` does what `run` does. The name is asyncio's.
    ///
    /// A callback may run the scheduler itself. What that takes out of the queue
    /// has had its turn.
    ///
    /// # Panics
    ///
    /// If a callback does. The callbacks behind it stay queued, as in `run`.
    pub fn run_once(&mut self) -> bool {
        todo!("call the callbacks that are ready now, and none that they queue")
    }
}
