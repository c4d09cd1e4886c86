//! Our solution of `one_round`.

#[path = "../solutions/first_in.rs"]
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
        // The range is evaluated once, so the round ends; the queue stays in place,
        // so a panic loses nothing.
        for _ in 0..self.ready.len() {
            // Empty when a callback did a round, or a run, of its own.
            if let Some(callback) = self.ready.pop_front() {
                callback(self);
            }
        }
        !self.ready.is_empty()
    }
}
