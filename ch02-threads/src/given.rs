//! Code that is given to exercises, also of later chapters: what they need, and are not about.

use std::error::Error;
use std::fmt;

/// The error of a closed queue: `Closed(item)` from `put`, which did not accept it, and `Closed(())`
/// from `get`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Closed<T = ()>(pub T);

impl<T> fmt::Display for Closed<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the queue is closed")
    }
}

impl<T: fmt::Debug> Error for Closed<T> {}
