//! `predict`: no code to write. Say what four small programs print.
//!
//! The programs are on the page. Put what each prints between the brackets here, in order:
//! `&["a1", "b1"]`, or numbers.
//!
//! Its page: exercises/predict.md
//! Check it: `cargo exercises predict`

/// Program 1: first in, first out.
pub const FIRST_IN_FIRST_OUT: &[&str] = &[];

/// Program 2: last in, first out.
pub const LAST_IN_FIRST_OUT: &[&str] = &[];

/// Program 3: each queues two.
pub const EACH_QUEUES_TWO: &[u64] = &[];

/// Program 4: a `run` inside a callback.
pub const A_RUN_INSIDE_A_CALLBACK: &[&str] = &[];
