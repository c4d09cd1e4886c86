//! The helpers of all checks.

mod processor;
mod race;
mod steps;

use std::backtrace::Backtrace;
use std::fmt::{self, Debug, Formatter};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::sync::{Mutex, PoisonError};
use std::thread::{self, Builder};
use std::time::Duration;

use processor::starved;
pub use processor::used_by;
pub use race::{race, spin_until};
pub use steps::steps;

/// Runs `job` on a thread of its own, and asks `question`, at the caller's line, if it has
/// not ended after two seconds, or more if it has to wait for a processor. The thread is then
/// left behind, and ends with the program.
#[track_caller]
pub fn ends<T: Send + 'static>(question: &str, job: impl FnOnce() -> T + Send + 'static) -> T {
    const LIMIT: Duration = Duration::from_secs(2);
    const STEP: Duration = Duration::from_millis(10);
    let (starved_before, mut steps) = (starved(), 0);
    let (over, waiting) = mpsc::channel();
    // A panic is reported with its thread's name: let that be the check's.
    let check = thread::current().name().unwrap_or("check").to_owned();
    let thread = Builder::new().name(check).spawn(move || {
        let result = job();
        let _ = over.send(());
        result
    });
    let thread = thread.expect("the system has a thread for the check");
    // In short steps, which stretch on a machine that stalls.
    while waiting.recv_timeout(STEP) == Err(RecvTimeoutError::Timeout) {
        steps += 1;
        let more = || starved().saturating_sub(starved_before).min(4 * LIMIT);
        if steps * STEP > LIMIT && steps * STEP > LIMIT + more() {
            panic!("it does not end: {question}");
        }
    }
    thread.join().unwrap_or_else(|payload| resume_unwind(payload))
}

/// Runs `job`, and asks `question` if the thread did anything but sleep meanwhile.
#[track_caller]
pub fn sleeps<T>(question: &str, job: impl FnOnce() -> T) -> T {
    let mut result = None;
    let (time, times) = used_by(|| result = Some(job()));
    assert!(
        time < Duration::from_millis(10) && times <= 10,
        "while it waited, it worked for {time:.0?} and woke up {times} times: {question}"
    );
    result.expect("it was called")
}

/// The payload of [`panic`].
struct Ours;

/// A panic that prints nothing.
pub fn panic() -> ! {
    resume_unwind(Box::new(Ours))
}

/// `true` if a [`panic`] comes out of `job`. Any other panic goes on.
pub fn panics<T>(job: impl FnOnce() -> T) -> bool {
    match catch_unwind(AssertUnwindSafe(job)) {
        Err(payload) if !payload.is::<Ours>() => resume_unwind(payload),
        result => result.is_err(),
    }
}

/// The number of calls on the stack, about. Addresses on the stack tell less: a sanitizer or
/// an optimizer puts variables elsewhere.
pub fn depth() -> usize {
    Backtrace::force_capture().to_string().lines().count()
}

/// The words and signs of `source`, without its `//` comments: for checks that no run can make.
pub fn tokens(source: &str) -> Vec<&str> {
    let is_sign = |c: char| !(c.is_alphanumeric() || c == '_');
    let code = source.lines().filter_map(|line| line.split("//").next());
    code.flat_map(|line| line.split_inclusive(is_sign))
        .flat_map(|part| <[_; 2]>::from(part.split_at(part.trim_end_matches(is_sign).len())))
        .filter(|word| !word.trim().is_empty())
        .collect()
}

/// A record of what happened, in order, from any thread.
#[derive(Default)]
pub struct Notes(Mutex<Vec<String>>);

impl Notes {
    pub fn note(&self, what: impl ToString) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(what.to_string());
    }
}

impl<const N: usize> PartialEq<[&str; N]> for Notes {
    fn eq(&self, expected: &[&str; N]) -> bool {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) == *expected
    }
}

impl Debug for Notes {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).fmt(f)
    }
}
