//! `async_queue`: a queue whose consumers are tasks.
//!
//! A consumer that finds nothing leaves its waker and is suspended. A consumer may also leave,
//! even between being woken and being polled: then its `Get` is dropped. You write `get`'s
//! poll, which alone wins check 1, then `put`, `close`, and that drop.
//!
//! Its page: exercises/async_queue.md
//! Check it: `cargo exercises async_queue`

#![allow(unused)] // until every todo!() is filled in

use std::cell::RefCell;
use std::collections::{BTreeMap, VecDeque};
use std::pin::Pin;
use std::task::{Context, Poll, Waker};

/// The error of a closed queue: `Closed(item)` from `put`, `Closed(())` from `get`.
pub use ch02_threads::given::Closed;

/// A queue, first in, first out, that the tasks of one thread share. It is unbounded.
/// asyncio's `Queue`.
pub struct Queue<T> {
    state: RefCell<State<T>>,
}

struct State<T> {
    items: VecDeque<T>,
    closed: bool,
    /// The wakers of the waiting consumers, by ticket: first to wait, first to be woken.
    waiting: BTreeMap<u64, Waker>,
    tickets: u64,
}

impl<T> State<T> {
    /// A number higher than all before.
    fn next_ticket(&mut self) -> u64 {
        self.tickets += 1;
        self.tickets
    }
}

impl<T> Queue<T> {
    /// An empty, open queue.
    pub fn new() -> Self {
        let state =
            State { items: VecDeque::new(), closed: false, waiting: BTreeMap::new(), tickets: 0 };
        Self { state: RefCell::new(state) }
    }

    /// Adds `item` at the back, and wakes a waiting consumer, if any. Never waits.
    ///
    /// # Errors
    ///
    /// [`Closed`] with the `item` if the queue is closed.
    pub fn put(&self, item: T) -> Result<(), Closed<T>> {
        todo!("if it is closed, refuse the item; if not, add it and wake one consumer")
    }

    /// Takes out the item at the front. While the queue is empty and open, the task that
    /// awaits this waits.
    ///
    /// # Errors
    ///
    /// [`Closed`] if the queue is closed and empty.
    pub fn get(&self) -> Get<'_, T> {
        Get { queue: self, ticket: None }
    }

    /// Closes the queue, and wakes every waiting consumer. Items already in the queue can
    /// still be taken out.
    pub fn close(&self) {
        todo!("set `closed`, and wake every waiting consumer")
    }

    /// Wakes the consumer that has waited longest, and takes it off the list. Returns
    /// whether there was one.
    fn wake_first(&self) -> bool {
        let first = self.state.borrow_mut().waiting.pop_first();
        // A waker may run any code, even this queue's: the borrow has ended.
        first.map(|(_, waker)| waker.wake()).is_some()
    }
}

/// One consumer's wait for one item. Made by [`Queue::get`].
pub struct Get<'a, T> {
    queue: &'a Queue<T>,
    /// Drawn when the wait begins, given up when it ends.
    ticket: Option<u64>,
}

impl<T> Future for Get<'_, T> {
    type Output = Result<T, Closed>;

    /// Ready with an item, or with [`Closed`]. Until then it is on the list under its
    /// ticket, with the waker of the latest poll.
    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let queue = self.queue;
        let waker = context.waker().clone();
        let mut state = queue.state.borrow_mut();
        todo!("off the list; then an item, or `Closed`, or back on the list and pending")
    }
}

impl<T> Drop for Get<'_, T> {
    /// A consumer that leaves while it waits leaves the list. One that was woken is off
    /// it already: it passes its wake-up on, if there is an item.
    fn drop(&mut self) {
        // Not a `todo!`, which would end the program here. Leave the list; or, if it was
        // woken and so is off the list, pass the wake-up on.
    }
}
