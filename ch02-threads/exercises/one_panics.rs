//! `one_panics`: run several jobs on threads, and let none of them fail silently.
//!
//! After a panic, `join` returns a box that may hold anything. Look into the box, not
//! at it: `payload.downcast_ref::<&str>()` is `Some` only if `payload` is what the box
//! holds, `&*boxed`.
//!
//! Its page: exercises/one_panics.md
//! Check it: `cargo test --test one_panics`

#[allow(unused_imports, reason = "your solution needs it")]
use std::any::Any;
#[allow(unused_imports, reason = "your solution needs them")]
use std::thread::{self, Builder};

/// A job for a thread. It may borrow anything that lives for `'a`.
pub type Job<'a, T> = Box<dyn FnOnce() -> T + Send + 'a>;

/// Runs all `jobs` at the same time, each on a thread of the given name, waits for all
/// of them, and returns what became of each, in the order of `jobs`.
///
/// # Errors
///
/// One for each job that panics: its message, or `no message` if it has no text. The
/// other jobs carry on. Nothing is printed but what each panic itself prints.
///
/// # Panics
///
/// If the system refuses a thread.
pub fn run_all<T: Send>(jobs: Vec<(&str, Job<'_, T>)>) -> Vec<Result<T, String>> {
    let _ = jobs;
    todo!("start all, join all, and turn what a panic left into its message")
}
