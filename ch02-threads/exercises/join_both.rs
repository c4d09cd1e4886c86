//! `join_both`: run two jobs on threads of their own, and wait for both.
//!
//! The notebook makes two `Thread`s, calls `start` on both, then `join` on both.
//! The lesson's "The code" does so too, and "What goes wrong" shows the order
//! that spoils it. Here the jobs may borrow and both give something back, so use
//! std's `thread::scope`, whose threads end before it does.
//!
//! Check it: `cargo test --test join_both`

/// Runs `one` and `two` at the same time, each on a thread of its own, waits
/// until both have ended and gives back what they returned.
///
/// # Panics
///
/// When a job does, once the other has ended too.
pub fn join_both<A: Send, B: Send>(
    one: impl FnOnce() -> A + Send,
    two: impl FnOnce() -> B + Send,
) -> (A, B) {
    let _ = (one, two);
    todo!("in a scope: start both, then join both")
}
