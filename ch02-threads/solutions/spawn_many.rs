//! Our solution to `spawn_many`.

use std::io;
use std::panic::resume_unwind;
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
    let job = &job;
    thread::scope(|scope| {
        let started: io::Result<Vec<_>> = stack_sizes
            .into_iter()
            .enumerate()
            .map(|(number, size)| {
                Builder::new().stack_size(size).spawn_scoped(scope, move || job(number))
            })
            .collect();
        release(); // before any way out, which waits for all that were started
        started?
            .into_iter()
            .map(|thread| Ok(thread.join().unwrap_or_else(|panic| resume_unwind(panic))))
            .collect()
    })
}
