#![doc = include_str!("../README.md")]
//!
//! [← chapter 1](../ch01_loops/index.html) · [chapter 3 →](../ch03_scheduler/index.html)

use std::any::Any;
use std::error::Error;
use std::fmt;
use std::io;
use std::thread::{Builder, Scope, ScopedJoinHandle};

/// Starts `job` on an operating-system thread of its own, called `name`, and
/// returns without waiting for it. Python's `Thread(target=job).start()`.
///
/// The thread ends within `scope` at the latest, which is what lets `job` borrow.
///
/// # Errors
///
/// [`ThreadError::Refused`] when the system has no room for another thread.
pub fn start<'scope, T: Send + 'scope>(
    scope: &'scope Scope<'scope, '_>,
    name: &str,
    job: impl FnOnce() -> T + Send + 'scope,
) -> Result<ScopedJoinHandle<'scope, T>, ThreadError> {
    let builder = Builder::new().name(name.to_owned());
    builder
        .spawn_scoped(scope, job)
        .map_err(|error| ThreadError::Refused(name.to_owned(), error))
}

/// Waits until `thread` has ended and gives back what its job returned. Python's
/// `Thread.join()`, which gives back nothing.
///
/// # Errors
///
/// [`ThreadError::Panicked`] when the job panicked instead of returning.
pub fn join<T>(thread: ScopedJoinHandle<'_, T>) -> Result<T, ThreadError> {
    let name = thread.thread().name().unwrap_or("unnamed").to_owned();
    thread
        .join()
        .map_err(|payload| ThreadError::Panicked(name, message(&*payload)))
}

/// Why a thread did not do its job; the first field is the thread's name.
#[derive(Debug)]
pub enum ThreadError {
    /// The system did not start it.
    Refused(String, io::Error),
    /// It started, and panicked with this message.
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

/// The words of a panic, which may have any type but has one of two in practice.
fn message(payload: &(dyn Any + Send)) -> String {
    let text = payload.downcast_ref::<&str>().copied();
    let text = text.or_else(|| payload.downcast_ref::<String>().map(String::as_str));
    text.unwrap_or("no message").to_owned()
}
