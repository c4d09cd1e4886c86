//! Our solution to `async_queue`.

use std::cell::RefCell;
use std::collections::{BTreeMap, VecDeque};
use std::error::Error;
use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, Waker};

/// The queue is closed. It returns what it did not take: an item from
/// [`put`](Queue::put), nothing from [`get`](Queue::get).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Closed<T = ()>(pub T);

impl<T> fmt::Display for Closed<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the queue is closed")
    }
}

impl<T: fmt::Debug> Error for Closed<T> {}

/// A queue, first in, first out, that the tasks of one thread share. It is unbounded.
/// asyncio's `Queue`.
pub struct Queue<T> {
    state: RefCell<State<T>>,
}

struct State<T> {
    items: VecDeque<T>,
    closed: bool,
    /// The wakers of the consumers that wait, by ticket: the first to wait is the first
    /// to be woken.
    waiting: BTreeMap<u64, Waker>,
    tickets: u64,
}

impl<T> State<T> {
    /// A number that is higher than all before.
    fn next_ticket(&mut self) -> u64 {
        self.tickets += 1;
        self.tickets
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

    /// Adds `item` at the back, and wakes one waiting consumer if there is one. Never
    /// waits.
    ///
    /// # Errors
    ///
    /// [`Closed`] with the `item` if the queue is closed.
    pub fn put(&self, item: T) -> Result<(), Closed<T>> {
        let mut state = self.state.borrow_mut();
        if state.closed {
            return Err(Closed(item));
        }
        state.items.push_back(item);
        drop(state);
        self.wake_first();
        Ok(())
    }

    /// Takes out the item at the front, once there is one. While the queue is empty and
    /// open, the task that awaits this waits.
    ///
    /// # Errors
    ///
    /// [`Closed`] if the queue is closed, and all that was put before has been taken.
    pub fn get(&self) -> Get<'_, T> {
        Get {
            queue: self,
            ticket: None,
        }
    }

    /// Closes the queue, and wakes every consumer that waits. What was put before can
    /// still be taken out.
    pub fn close(&self) {
        self.state.borrow_mut().closed = true;
        while self.wake_first() {}
    }

    /// Wakes the consumer that has waited longest, and takes it off the list. Returns
    /// whether there was one.
    fn wake_first(&self) -> bool {
        let first = self.state.borrow_mut().waiting.pop_first();
        // A waker may run any code, this queue's too: the borrow has ended.
        first.map(|(_, waker)| waker.wake()).is_some()
    }
}

/// One consumer's wait for one item. Made by [`Queue::get`].
pub struct Get<'a, T> {
    queue: &'a Queue<T>,
    /// Drawn when the wait begins, returned when it ends.
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
        let before = self.ticket.and_then(|ticket| state.waiting.remove(&ticket));
        let got = match state.items.pop_front() {
            Some(item) => Poll::Ready(Ok(item)),
            None if state.closed => Poll::Ready(Err(Closed(()))),
            None => Poll::Pending,
        };
        let ticket = got.is_pending().then(|| {
            let ticket = self.ticket.unwrap_or_else(|| state.next_ticket());
            state.waiting.insert(ticket, waker);
            ticket
        });
        // The waker before is dropped after the borrow: that too may run any code.
        drop(state);
        drop(before);
        self.ticket = ticket;
        got
    }
}

impl<T> Drop for Get<'_, T> {
    /// A consumer that leaves while it waits leaves the list. One that was woken is off
    /// it already: it passes its wakeup on, if there is an item.
    fn drop(&mut self) {
        let Some(ticket) = self.ticket else { return };
        let mut state = self.queue.state.borrow_mut();
        let waker = state.waiting.remove(&ticket);
        let pass_on = waker.is_none() && !state.items.is_empty();
        drop(state);
        if pass_on {
            self.queue.wake_first();
        }
    }
}
