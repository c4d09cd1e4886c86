//! `no_gil`: share one sum out among several threads.
//!
//! Python's interpreter lock lets one thread at a time compute; Rust has none, as
//! the lesson says in "What it costs". So cut the numbers into parts, give each
//! part a thread, and add up what the threads give back. The trouble is at the
//! edges: a length that the number of threads does not divide, more threads than
//! numbers, and no numbers at all. Use std's `thread::scope`, so that the threads
//! may borrow.
//!
//! Check it: `cargo test --test no_gil`

use std::num::NonZeroUsize;

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
    let _ = (numbers, threads, part_sum);
    todo!("cut into parts, start a thread for each, then join them and add up")
}
