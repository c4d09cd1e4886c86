//! `spawn_many`: start threads by the hundred, and take no for an answer.
//!
//! The lesson's "What it costs" wants thousands of threads at once, which wait
//! until they are let go. Sooner or later the system refuses one. `thread::spawn`
//! panics then; `thread::Builder` gives back an error, and sets the size of the
//! stack. In a `thread::scope`, mind one thing: every way out of it, `?` too,
//! waits for the threads that were started, and they may wait for you.
//!
//! Check it: `cargo test --test spawn_many`

use std::io;

/// Starts a thread for each of `stack_sizes`, which are in bytes. Each thread
/// calls `job` with its number, from 0 on, and all of them are there at the same
/// time.
///
/// Calls `release` when the last one is started, because the jobs may wait for
/// it. Then waits for their end and gives back what they returned, in the order
/// of their numbers.
///
/// # Errors
///
/// The system's, at the first thread that it refuses. No more are started then;
/// those that were are released too, and have ended.
///
/// # Panics
///
/// When a job does.
pub fn spawn_many<T: Send>(
    stack_sizes: impl IntoIterator<Item = usize>,
    job: impl Fn(usize) -> T + Sync,
    release: impl FnOnce(),
) -> io::Result<Vec<T>> {
    let _ = (stack_sizes.into_iter(), job, release);
    todo!("start until all are there or one is refused; release in both cases; join")
}
