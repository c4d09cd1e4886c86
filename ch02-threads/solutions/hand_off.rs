//! Our solution to `hand_off`.

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
        let mut state = self.state.lock().unwrap();
        if state.closed {
            return Err(Closed(item));
        }
        state.items.push_back(item);
        self.changed.notify_one();
        Ok(())
    }

    /// Takes the item at the front. While the queue is empty and open, the calling
    /// thread sleeps.
    ///
    /// # Errors
    ///
    /// [`Closed`] if the queue is closed and empty.
    pub fn get(&self) -> Result<T, Closed> {
        let mut state = self.state.lock().unwrap();
        while state.items.is_empty() && !state.closed {
            state = self.changed.wait(state).unwrap();
        }
        state.items.pop_front().ok_or(Closed(()))
    }

    /// Closes the queue: the producer has no more, or the consumer wants no more.
    /// Wakes all waiting consumers. Items already queued can still be taken.
    pub fn close(&self) {
        self.state.lock().unwrap().closed = true;
        self.changed.notify_all();
    }
}
