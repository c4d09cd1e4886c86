//! `spawn_many`: start threads by the hundred, until the system refuses one.
//!
//! Every way out of a `thread::scope`, including `?`, waits for the threads already
//! started, and they may be waiting for you. All threads call the same `job`, so lend
//! it: `let job = &job;` before the scope, `move ||` within.
//!
//! Its page: exercises/spawn_many.md
//! Check it: `cargo exercises spawn_many`

#![allow(unused)] // until every todo!() is filled in

use std::io;
use std::thread::{self, Builder};

/// Starts a thread for each of `stack_sizes`, which are in bytes. Each thread calls
/// `job` with its number, counting from 0, and all of them exist at the same time.
///
/// Calls `release` once the last one is started, because the jobs may be waiting for
/// it. Then waits for all of them and returns what they returned, in the order of
/// their numbers.
///
/// # Errors
///
/// The system's error for the first thread it refuses. No more are started, and no
/// further size is taken; those already running are released and joined.
///
/// # Panics
///
/// If a job does, once the threads are released and joined.
pub fn spawn_many<T: Send>(
    stack_sizes: impl IntoIterator<Item = usize>,
    job: impl Fn(usize) -> T + Sync,
    release: impl FnOnce(),
) -> io::Result<Vec<T>> {
    todo!("start until all are there or one is refused; release in both cases; join")
}
