//! Our solution to `one_panics`.

use std::any::Any;
use std::thread;

use ch02_threads::start;

/// A job for a thread. It may borrow anything that lives for `'a`.
pub type Job<'a, T> = Box<dyn FnOnce() -> T + Send + 'a>;

/// The message of a panic: the text of a payload that is a `&str` or a `String`, and for
/// any other `no message`.
pub fn message(payload: &(dyn Any + Send)) -> String {
    if let Some(text) = payload.downcast_ref::<&str>() {
        (*text).to_owned()
    } else if let Some(text) = payload.downcast_ref::<String>() {
        text.clone()
    } else {
        "no message".to_owned()
    }
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
    thread::scope(|scope| {
        let mut started = Vec::new();
        for (name, job) in jobs {
            started.push(start(scope, name, job).expect("there is room for a thread"));
        }
        started.into_iter().map(|thread| thread.join().map_err(|boxed| message(&*boxed))).collect()
    })
}
