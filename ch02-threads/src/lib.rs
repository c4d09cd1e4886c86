//! [`turns`]: ../ch01_loops/index.html#a-loop-that-blocks
//! [Front page]: ../ch01_loops/front_page/index.html
//! [chapter 1]: ../ch01_loops/index.html
//! [Chapter 3]: ../ch03_scheduler/index.html
#![doc = include_str!("links.md")]
#![doc = include_str!("../README.md")]

pub mod exercises;
#[cfg(feature = "workshop")]
#[doc(hidden)]
pub mod given;
#[cfg(feature = "workshop")]
#[doc(hidden)]
pub mod workshop;

#[cfg(feature = "workshop")]
#[doc(hidden)]
pub use exercises::answers;
// Answers name this crate as checks do.
#[cfg(feature = "workshop")]
extern crate self as ch02_threads;

use std::error::Error;
use std::fmt;
use std::io;
use std::thread::{Builder, Scope, ScopedJoinHandle};

use ch01_loops::panic_message;

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
    thread
        .join()
        .map_err(|payload| ThreadError::Panicked(name, panic_message(&*payload).to_owned()))
}

/// The failure of a thread.
#[derive(Debug)]
pub enum ThreadError {
    /// The system did not start the thread of this name.
    Refused(String, io::Error),
    /// The thread of this name started, and panicked with this message.
    Panicked(String, String),
}

impl fmt::Display for ThreadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused(name, error) => {
                write!(f, "the system refused the thread {name}: {error}")
            }
            Self::Panicked(name, message) => write!(f, "the thread {name} panicked: {message}"),
        }
    }
}

impl Error for ThreadError {}
