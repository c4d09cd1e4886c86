//! Our answer to `hand_off`.

use std::collections::VecDeque;
use std::sync::{Condvar, Mutex};

/// What a closed queue answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Closed;

/// A queue, first in, first out, that threads share. It has room for everything.
pub struct Queue<T> {
    state: Mutex<State<T>>,
    /// Told of every change of `state` that somebody may wait for.
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
            state: Mutex::new(State {
                items: VecDeque::new(),
                closed: false,
            }),
            changed: Condvar::new(),
        }
    }

    /// Adds `item` behind all others, and wakes a consumer if one waits. Does not
    /// wait.
    ///
    /// # Errors
    ///
    /// [`Closed`] when the queue is; then it does not take `item`.
    pub fn put(&self, item: T) -> Result<(), Closed> {
        let mut state = self.state.lock().unwrap();
        if state.closed {
            return Err(Closed);
        }
        state.items.push_back(item);
        self.changed.notify_one();
        Ok(())
    }

    /// Takes out the item at the front. While the queue is empty and open, the
    /// calling thread sleeps.
    ///
    /// # Errors
    ///
    /// [`Closed`] when the queue is, and all that was put before has been taken
    /// out.
    pub fn get(&self) -> Result<T, Closed> {
        let mut state = self.state.lock().unwrap();
        while state.items.is_empty() && !state.closed {
            state = self.changed.wait(state).unwrap();
        }
        state.items.pop_front().ok_or(Closed)
    }

    /// Closes the queue: the producer has no more, or the consumer wants no more.
    /// Wakes all consumers that wait. What is queued can still be taken out.
    pub fn close(&self) {
        self.state.lock().unwrap().closed = true;
        self.changed.notify_all();
    }
}
