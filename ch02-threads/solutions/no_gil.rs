//! Our answer to `no_gil`.

use std::num::NonZeroUsize;
use std::thread;

/// Adds up `numbers` on `threads` threads, which work at the same time: each
/// calls `part_sum` for one part of `numbers`, and every number is in one part.
/// Where `threads` does not divide the length, fewer of them may do.
///
/// `threads` has the type of [`std::thread::available_parallelism`], which leaves
/// no question of what a sum on zero threads would be.
///
/// # Panics
///
/// When `part_sum` does.
pub fn sum_on_threads(
    numbers: &[u64],
    threads: NonZeroUsize,
    part_sum: impl Fn(&[u64]) -> u64 + Sync,
) -> u64 {
    // Rounded up, so that no number is left over. `chunks` wants at least 1.
    let length = numbers.len().div_ceil(threads.get()).max(1);
    let part_sum = &part_sum;
    thread::scope(|scope| {
        let started: Vec<_> = numbers
            .chunks(length)
            .map(|part| scope.spawn(move || part_sum(part)))
            .collect();
        started
            .into_iter()
            .map(|thread| thread.join().expect("each part is added up"))
            .sum()
    })
}
