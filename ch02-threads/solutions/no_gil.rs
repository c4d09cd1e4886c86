//! Our solution to `no_gil`.

use std::num::NonZeroUsize;
use std::panic::resume_unwind;
use std::thread;

/// Adds up `numbers` on `threads` threads, which work at the same time: each calls
/// `part_sum` for one part of `numbers`, and every number is in one part. No part is
/// longer than an even share, rounded up. If the length does not divide evenly, fewer
/// threads may be enough.
///
/// `threads` has the type that [`std::thread::available_parallelism`] returns, so zero
/// threads are impossible. The total must fit a `u64`, as with [`Iterator::sum`].
///
/// # Panics
///
/// If `part_sum` does.
pub fn sum_on_threads(
    numbers: &[u64],
    threads: NonZeroUsize,
    part_sum: impl Fn(&[u64]) -> u64 + Sync,
) -> u64 {
    // Rounded up, so that no number is left over. `chunks` wants at least 1.
    let length = numbers.len().div_ceil(threads.get()).max(1);
    let part_sum = &part_sum;
    thread::scope(|scope| {
        let started: Vec<_> =
            numbers.chunks(length).map(|part| scope.spawn(move || part_sum(part))).collect();
        started
            .into_iter()
            .map(|thread| thread.join().unwrap_or_else(|panic| resume_unwind(panic)))
            .sum()
    })
}
