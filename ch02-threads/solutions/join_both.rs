//! Our answer to `join_both`.

use std::thread;

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
    thread::scope(|scope| {
        let t1 = scope.spawn(one);
        let t2 = scope.spawn(two);
        let (ended1, ended2) = (t1.join(), t2.join());
        (
            ended1.expect("one ends well"),
            ended2.expect("two ends well"),
        )
    })
}
