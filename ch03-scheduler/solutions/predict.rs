//! Our solution to `predict`.

/// Program 1: both first steps were queued before either second step.
pub const FIRST_IN_FIRST_OUT: &[&str] = &["a1", "b1", "a2", "b2"];

/// Program 2: b was queued last, so it goes first; its next step is then the newest, and
/// goes before a. One task ends before the other begins.
pub const LAST_IN_FIRST_OUT: &[&str] = &["b1", "b2", "a1", "a2"];

/// Program 3: level by level. First 5, then 2 and 3, then the halves of 2 and of 3, and
/// then those of the 2 among them.
pub const EACH_QUEUES_TWO: &[u64] = &[5, 2, 3, 1, 1, 1, 2, 1, 1];

/// Program 4: the inner `run` empties the whole queue, in which b is ahead of c, and
/// returns; then a goes on.
pub const A_RUN_INSIDE_A_CALLBACK: &[&str] = &["a begins", "b", "c", "a ends"];
