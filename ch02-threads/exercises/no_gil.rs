//! `no_gil`: one sum, split across several threads.
//!
//! All threads call the same `part_sum`. A `move` closure would take it from the next
//! one, so lend it: `let part_sum = &part_sum;` before the scope, and each closure
//! moves a copy of the reference.
//!
//! Its page: exercises/no_gil.md
//! Check it: `cargo exercises no_gil`

#![allow(unused)] // until every todo!() is filled in

use std::num::NonZeroUsize;
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
    todo!("cut into parts, start a thread for each, then join them and add up")
}
