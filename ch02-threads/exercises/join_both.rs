//! `join_both`: run two jobs on threads of their own, and wait for both.
//!
//! Keep the signature as it is. The jobs may borrow, so use `thread::scope`, not
//! `thread::spawn`, which needs `'static`.
//!
//! Its page: exercises/join_both.md
//! Check it: `cargo exercises join_both`

#![allow(unused)] // until every todo!() is filled in

use std::thread;

/// Runs `one` and `two` at the same time, each on a thread of its own, waits until
/// both have finished, and returns what they returned.
///
/// # Panics
///
/// If either job panics, once both have finished.
pub fn join_both<A: Send, B: Send>(
    one: impl FnOnce() -> A + Send,
    two: impl FnOnce() -> B + Send,
) -> (A, B) {
    todo!("in a scope: start both, then join both")
}
