//! Our solution of `one_panics`.

use std::any::Any;
use std::mem;
use std::panic::{AssertUnwindSafe, catch_unwind};
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
    thread::scope(|scope| {
        let mut started = Vec::new();
        for (name, job) in jobs {
            let builder = Builder::new().name(name.to_owned());
            let thread = builder.spawn_scoped(scope, job);
            started.push(thread.expect("there is room for a thread"));
        }
        started.into_iter().map(|thread| thread.join().map_err(message)).collect()
    })
}

/// A panic's message: `panic!("…")` leaves a `&str`, `panic!("… {x}")` a `String`.
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
