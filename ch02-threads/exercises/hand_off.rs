//! `hand_off`: write a queue over which threads hand items to each other.
//!
//! A thread may not change what another one sees, as the lesson's "What goes
//! wrong" shows, unless a lock stands between them. So put one there: a producer
//! puts items in, a consumer takes them out, and waits when there is none.
//! Python's `queue.Queue` and std's `mpsc::channel` do this; here you build your
//! own, of two parts.
//!
//! A `Mutex` lets one thread at a time change the state. On a `Condvar` a thread
//! sleeps until another one says that the state has changed: `wait` is handed the
//! lock, unlocks it, sleeps, and locks it again before it returns. It may return
//! for nothing, or after somebody else was quicker. (`lock` and `wait` give back
//! a `Result`, which is an error only after a panic with the lock held: `unwrap`
//! it.)
//!
//! Check it: `cargo test --test hand_off`

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
        let _ = (item, &self.changed);
        let _ = self.state.lock().map(|s| (s.items.len(), s.closed));
        todo!("unless the queue is closed: add the item, and wake one who waits")
    }

    /// Takes out the item at the front. While the queue is empty and open, the
    /// calling thread sleeps.
    ///
    /// # Errors
    ///
    /// [`Closed`] when the queue is, and all that was put before has been taken
    /// out.
    pub fn get(&self) -> Result<T, Closed> {
        todo!("while there is neither an item nor an end, wait; then take the first item")
    }

    /// Closes the queue: the producer has no more, or the consumer wants no more.
    /// Wakes all consumers that wait. What is queued can still be taken out.
    pub fn close(&self) {
        todo!("close, and wake all who wait")
    }
}
