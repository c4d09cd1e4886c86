//! A time limit.

use std::panic;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread::{self, Builder};
use std::time::Duration;

/// Runs `job` on a thread of its own and returns what it returns. Fails with `hint`,
/// at the caller's line, if it has not ended within `limit`; the thread is then left
/// behind, and ends with the program.
#[track_caller]
pub fn within<T, F>(limit: Duration, hint: &str, job: F) -> T
where
    T: Send + 'static,
    F: FnOnce() -> T + Send + 'static,
{
    let (over, waiting) = mpsc::channel();
    // A panic is reported with its thread's name: let that be the check's.
    let check = thread::current().name().unwrap_or("check").to_owned();
    let thread = Builder::new().name(check).spawn(move || {
        let result = job();
        let _ = over.send(());
        result
    });
    let thread = thread.expect("the system has a thread for the check");
    if waiting.recv_timeout(limit) == Err(RecvTimeoutError::Timeout) {
        panic!("{hint}");
    }
    thread.join().unwrap_or_else(|payload| panic::resume_unwind(payload))
}
