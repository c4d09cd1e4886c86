//! Our answer to `async_queue`.

use std::cell::RefCell;
use std::collections::{BTreeMap, VecDeque};
use std::pin::Pin;
use std::task::{Context, Poll, Waker};

/// What a closed queue answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Closed;

/// A queue, first in, first out, that the tasks of one thread share. It has room for
/// everything. asyncio's `Queue`.
pub struct Queue<T> {
    state: RefCell<State<T>>,
}

struct State<T> {
    items: VecDeque<T>,
    closed: bool,
    /// Who waits for an item, by ticket: the first to come is the first to be woken.
    waiting: BTreeMap<u64, Waker>,
    tickets: u64,
}

impl<T> State<T> {
    /// Wakes who has waited longest, if anybody waits.
    fn wake_first(&mut self) {
        if let Some((_, waker)) = self.waiting.pop_first() {
            waker.wake();
        }
    }

    /// The consumer with this ticket waits no more, with an item or without. If it was
    /// woken and leaves the item, the next in line is woken for it.
    fn leave(&mut self, ticket: u64) {
        self.waiting.remove(&ticket);
        if !self.items.is_empty() {
            self.wake_first();
        }
    }
}

impl<T> Queue<T> {
    /// A queue that is open and empty.
    pub fn new() -> Self {
        let state = State {
            items: VecDeque::new(),
            closed: false,
            waiting: BTreeMap::new(),
            tickets: 0,
        };
        Self {
            state: RefCell::new(state),
        }
    }

    /// Adds `item` behind all others, and wakes a consumer if one waits. Does not wait.
    ///
    /// # Errors
    ///
    /// [`Closed`] when the queue is; then it does not take `item`.
    pub fn put(&self, item: T) -> Result<(), Closed> {
        let mut state = self.state.borrow_mut();
        if state.closed {
            return Err(Closed);
        }
        state.items.push_back(item);
        state.wake_first();
        Ok(())
    }

    /// Takes out the item at the front, once there is one. While the queue is empty and
    /// open, the task that awaits this waits. [`Closed`] when the queue is, and all that
    /// was put before has been taken out.
    pub fn get(&self) -> Get<'_, T> {
        let mut state = self.state.borrow_mut();
        state.tickets += 1;
        Get {
            queue: self,
            ticket: state.tickets,
        }
    }

    /// Closes the queue, and wakes all consumers that wait. What is queued can still be
    /// taken out.
    pub fn close(&self) {
        let mut state = self.state.borrow_mut();
        state.closed = true;
        while !state.waiting.is_empty() {
            state.wake_first();
        }
    }
}

/// One consumer's wait for one item. Made by [`Queue::get`].
pub struct Get<'a, T> {
    queue: &'a Queue<T>,
    ticket: u64,
}

impl<T> Future for Get<'_, T> {
    type Output = Result<T, Closed>;

    /// Ready with an item, or with [`Closed`]; pending, it waits under its ticket.
    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let mut state = self.queue.state.borrow_mut();
        state.waiting.remove(&self.ticket);
        if let Some(item) = state.items.pop_front() {
            return Poll::Ready(Ok(item));
        }
        if state.closed {
            return Poll::Ready(Err(Closed));
        }
        state.waiting.insert(self.ticket, context.waker().clone());
        Poll::Pending
    }
}

impl<T> Drop for Get<'_, T> {
    fn drop(&mut self) {
        self.queue.state.borrow_mut().leave(self.ticket);
    }
}
