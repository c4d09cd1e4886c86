//! `one_panics`: run several jobs on threads, and let none of them fail silently.
//!
//! The library's `start` is given: it starts a named thread in a scope. Your part is
//! what comes back from the threads. Begin with `message`.
//!
//! Its page: exercises/one_panics.md
//! Check it: `cargo exercises one_panics`

#![allow(unused)] // until every todo!() is filled in

use std::any::Any;
use std::thread;

use ch02_threads::start;

/// A job for a thread. It may borrow anything that lives for `'a`.
pub type Job<'a, T> = Box<dyn FnOnce() -> T + Send + 'a>;

/// The message of a panic: the text of a payload that is a `&str` or a `String`, and for
/// any other `no message`.
pub fn message(payload: &(dyn Any + Send)) -> String {
    todo!("try `downcast_ref` for both types")
}

/// Runs all `jobs` at the same time, each on a thread of the given name, waits for all
/// of them, and returns what became of each, in the order of `jobs`.
///
/// # Errors
///
/// One for each job that panics: its message. The other jobs carry on.
///
/// # Panics
///
/// If the system refuses a thread.
pub fn run_all<T: Send>(jobs: Vec<(&str, Job<'_, T>)>) -> Vec<Result<T, String>> {
    todo!("in a scope: start all with `start(scope, name, job)`, then join all")
}
