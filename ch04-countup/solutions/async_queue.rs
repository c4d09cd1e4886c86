//! Our solution to `async_queue`.

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
        let mut state = self.state.borrow_mut();
        if state.closed {
            return Err(Closed(item));
        }
        state.items.push_back(item);
        drop(state);
        self.wake_first();
        Ok(())
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
        self.state.borrow_mut().closed = true;
        while self.wake_first() {}
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
        // The old waker is dropped after the borrow, as that may run any code too.
        drop(state);
        drop(before);
        self.ticket = ticket;
        got
    }
}

impl<T> Drop for Get<'_, T> {
    /// A consumer that leaves while it waits leaves the list. One that was woken is off
    /// it already: it passes its wake-up on, if there is an item.
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
