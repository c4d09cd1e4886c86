//! Our solution to `join_both`.

use std::panic::resume_unwind;
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
    thread::scope(|scope| {
        let t1 = scope.spawn(one);
        let t2 = scope.spawn(two);
        let (ended1, ended2) = (t1.join(), t2.join());
        (
            ended1.unwrap_or_else(|panic| resume_unwind(panic)),
            ended2.unwrap_or_else(|panic| resume_unwind(panic)),
        )
    })
}
