//! A limit on the time that a check may take.

use std::panic;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread::{self, Builder};
use std::time::Duration;

/// Runs `job` on a thread of its own and gives back what it returns. Fails with
/// `hint` when it is not over within `limit`; the thread is left behind then, and
/// ends with the program.
pub fn within<T, F>(limit: Duration, hint: &str, job: F) -> T
where
    T: Send + 'static,
    F: FnOnce() -> T + Send + 'static,
{
    let (over, waiting) = mpsc::channel();
    // A panic is told with the name of its thread: let it be that of the check.
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
    thread
        .join()
        .unwrap_or_else(|payload| panic::resume_unwind(payload))
}
