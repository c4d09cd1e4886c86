//! The ladder of exercises: what is on it, how a check is built and run, and what it says.
//! Used by `cargo exercises` and by tests.

pub mod faults;
pub mod outcome;
pub mod rungs;
