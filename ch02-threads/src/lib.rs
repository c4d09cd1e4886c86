//! [Chapter 3]: ../ch03_scheduler/index.html
#![doc = include_str!("links.md")]
#![doc = include_str!("../README.md")]
//!
//! [← chapter 1](../ch01_loops/index.html) · [chapter 3 →](../ch03_scheduler/index.html)

pub mod exercises;
#[cfg(feature = "workshop")]
#[doc(hidden)]
pub mod workshop;

#[cfg(feature = "workshop")]
#[doc(hidden)]
pub use exercises::answers;
// Answers name this crate as checks do.
#[cfg(feature = "workshop")]
extern crate self as ch02_threads;

use std::any::Any;
use std::error::Error;
use std::fmt;
use std::io;
use std::mem;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::thread::{Builder, Scope, ScopedJoinHandle};

/// Starts `job` on an operating-system thread of its own, called `name`, and
/// returns without waiting for it. Python's `Thread(target=job).start()`.
///
/// The scope does not end before the thread does, so `job` may borrow.
///
/// # Errors
///
/// [`ThreadError::Refused`] if the system has no room for another thread.
pub fn start<'scope, T: Send + 'scope>(
    scope: &'scope Scope<'scope, '_>,
    name: &str,
    job: impl FnOnce() -> T + Send + 'scope,
) -> Result<ScopedJoinHandle<'scope, T>, ThreadError> {
    let builder = Builder::new().name(name.to_owned());
    builder.spawn_scoped(scope, job).map_err(|error| ThreadError::Refused(name.to_owned(), error))
}

/// Waits until `thread` has finished and returns what its job returned. Python's
/// `Thread.join()`, which returns nothing.
///
/// # Errors
///
/// [`ThreadError::Panicked`] if the job panicked instead of returning.
pub fn join<T>(thread: ScopedJoinHandle<'_, T>) -> Result<T, ThreadError> {
    let name = thread.thread().name().unwrap_or("unnamed").to_owned();
    thread.join().map_err(|payload| ThreadError::Panicked(name, message(payload)))
}

/// Combines the outcomes of two threads.
///
/// # Errors
///
/// The error of the one that failed, or [`ThreadError::Both`].
pub fn both(
    ended1: Result<(), ThreadError>,
    ended2: Result<(), ThreadError>,
) -> Result<(), ThreadError> {
    match (ended1, ended2) {
        (Err(one), Err(two)) => Err(ThreadError::Both(Box::new(one), Box::new(two))),
        (ended1, ended2) => ended1.and(ended2),
    }
}

/// Why a thread failed.
#[derive(Debug)]
pub enum ThreadError {
    /// The system did not start the thread of this name.
    Refused(String, io::Error),
    /// The thread of this name started, and panicked with this message.
    Panicked(String, String),
    /// Two threads failed, for these reasons.
    Both(Box<ThreadError>, Box<ThreadError>),
}

impl fmt::Display for ThreadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused(name, error) => {
                write!(f, "the system refused the thread {name}: {error}")
            }
            Self::Panicked(name, message) => write!(f, "the thread {name} panicked: {message}"),
            Self::Both(one, two) => write!(f, "{one}; {two}"),
        }
    }
}

impl Error for ThreadError {}

/// A panic's message: its payload may be anything, but in practice is a text.
fn message(payload: Box<dyn Any + Send>) -> String {
    if let Some(text) = payload.downcast_ref::<&str>() {
        (*text).to_owned()
    } else if let Some(text) = payload.downcast_ref::<String>() {
        text.clone()
    } else {
        // To drop it runs unknown code, which may panic itself.
        let _ = catch_unwind(AssertUnwindSafe(|| drop(payload))).map_err(mem::forget);
        "no message".to_owned()
    }
}
