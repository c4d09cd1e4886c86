//! Our answer to `spawn_many`.

use std::io;
use std::thread::{self, Builder};

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
    let job = &job;
    thread::scope(|scope| {
        let started: io::Result<Vec<_>> = stack_sizes
            .into_iter()
            .enumerate()
            .map(|(number, size)| {
                let builder = Builder::new().stack_size(size);
                builder.spawn_scoped(scope, move || job(number))
            })
            .collect();
        release(); // before the `?`, which waits for all that were started
        started?
            .into_iter()
            .map(|thread| Ok(thread.join().expect("each job ends well")))
            .collect()
    })
}
