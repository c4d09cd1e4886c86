//! What keeps a check honest: a time limit, and no way out by ending the program.

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

/// Refuses to compile a check whose exercise, the file beside it, ends the program:
/// the checks would end with it, and those that did not run would look as if they passed.
macro_rules! no_exit {
    ($exercise:literal) => {
        #[cfg(not(feature = "solutions"))]
        const _: () = assert!(
            !$crate::within::ends_the_program(include_str!($exercise)),
            concat!(
                $exercise,
                " calls `process::exit`, which would end its checks too: return instead"
            )
        );
    };
}
pub(crate) use no_exit;

/// Whether `source` has `process::` or `exit(` in it, comments aside.
#[cfg(not(feature = "solutions"))]
#[allow(dead_code, reason = "to Rust 1.85 a use in a constant is none")]
pub const fn ends_the_program(source: &str) -> bool {
    let mut rest = source.as_bytes();
    let mut in_a_name = false;
    while let [first, next @ ..] = rest {
        if !in_a_name && (begins(rest, b"process::") || begins(rest, b"exit(")) {
            return true;
        }
        in_a_name = first.is_ascii_alphanumeric() || *first == b'_';
        rest = match rest {
            [b'/', b'/', ..] => up_to(next, b"\n"),
            [b'/', b'*', ..] => up_to(next, b"*/"),
            _ => next,
        };
    }
    false
}

#[cfg(not(feature = "solutions"))]
const fn up_to<'a>(mut text: &'a [u8], end: &[u8]) -> &'a [u8] {
    while let [_, next @ ..] = text {
        if begins(text, end) {
            break;
        }
        text = next;
    }
    text
}

#[cfg(not(feature = "solutions"))]
const fn begins(text: &[u8], with: &[u8]) -> bool {
    match (text, with) {
        (_, []) => true,
        ([a, text @ ..], [b, with @ ..]) => *a == *b && begins(text, with),
        _ => false,
    }
}
