//! `hand_off`: a queue through which threads pass items to each other.
//!
//! `Condvar::wait` takes the guard that `lock` returned, unlocks it, sleeps, locks it
//! again and returns it: `state = self.changed.wait(state).unwrap()`. The `Result`s of
//! `lock` and `wait` are errors only after a panic with the lock held: `unwrap` them.
//!
//! Its page: exercises/hand_off.md
//! Check it: `cargo exercises hand_off`

#![allow(unused)] // until every todo!() is filled in

use std::collections::VecDeque;
use std::sync::{Condvar, Mutex};

/// The error of a closed queue: `Closed(item)` from `put`, `Closed(())` from `get`.
pub use ch02_threads::given::Closed;

/// A queue, first in, first out, that threads share. It is unbounded.
pub struct Queue<T> {
    state: Mutex<State<T>>,
    /// Notified of every change of `state` that a thread may be waiting for.
    changed: Condvar,
}

struct State<T> {
    items: VecDeque<T>,
    closed: bool,
}

impl<T> Queue<T> {
    /// A queue that is open and empty.
    pub fn new() -> Self {
        Self {
            state: Mutex::new(State { items: VecDeque::new(), closed: false }),
            changed: Condvar::new(),
        }
    }

    /// Adds `item` at the back, and wakes one waiting consumer if there is any. Never
    /// waits for a consumer.
    ///
    /// # Errors
    ///
    /// [`Closed`] with the `item` if the queue is closed.
    pub fn put(&self, item: T) -> Result<(), Closed<T>> {
        todo!("unless the queue is closed: add the item, and wake one waiter")
    }

    /// Takes the item at the front. While the queue is empty and open, the calling
    /// thread sleeps.
    ///
    /// # Errors
    ///
    /// [`Closed`] if the queue is closed and empty.
    pub fn get(&self) -> Result<T, Closed> {
        todo!("while the queue is empty and not closed, wait; then take the first item")
    }

    /// Closes the queue: the producer has no more, or the consumer wants no more.
    /// Wakes all waiting consumers. Items already queued can still be taken.
    pub fn close(&self) {
        todo!("close, and wake every waiter")
    }
}
