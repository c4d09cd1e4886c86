//! `async_queue`: write a queue over which tasks hand items to each other.
//!
//! The `Queue` of `hand_off` again, with `await` where a thread would sleep. There, the
//! system kept the list of who waits on a `Condvar`; here you keep it: a waker for each
//! consumer that waits. Whoever changes something wakes who waits for that change. A
//! consumer may also leave, even after it was woken and before its poll: then its `Get`
//! is dropped. Part two of the lesson follows such a wake.
//!
//! Check it: `cargo test --test async_queue`

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
        // Not a todo!, which ends the program when it comes from a drop. Take the ticket off
        // the list, and wake the next if an item is there for which perhaps nobody is coming.
        let _ = ticket;
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
        let state = self.state.borrow_mut();
        let _ = (item, &state.items, state.closed, State::<T>::wake_first);
        todo!("refuse the item, or queue it and wake who has waited longest")
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
        let _ = self.state.borrow_mut();
        todo!("close it, and wake all who wait")
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
        let state = self.queue.state.borrow_mut();
        let _ = (context, &state.waiting, self.ticket);
        todo!("an item, or the end, or neither: then wait under the ticket, and only then")
    }
}

impl<T> Drop for Get<'_, T> {
    fn drop(&mut self) {
        self.queue.state.borrow_mut().leave(self.ticket);
    }
}
