//! Our solution to `close_queue`.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;

use ch04_countup::answers::call_later::Scheduler;

/// The error of a closed queue: `Closed(item)` from `put`, `Closed(())` from `get`.
pub use ch02_threads::given::Closed;

/// A consumer's callback, called with an item, or with an error when the queue is closed.
type Consumer<'a, T> = Box<dyn FnOnce(&mut Scheduler<'a>, Result<T, Closed>) + 'a>;

/// A queue between producers and consumers on one scheduler. A clone is another
/// handle on the same queue.
///
/// The queue keeps the waiting consumers, which often keep a handle on the queue.
/// [`close`](Queue::close) breaks this reference cycle; without it, nothing in the cycle
/// is freed.
pub struct Queue<'a, T> {
    state: Rc<RefCell<State<'a, T>>>,
}

/// Never both items and waiting consumers.
struct State<'a, T> {
    items: VecDeque<T>,
    waiting: VecDeque<Consumer<'a, T>>,
    closed: bool,
}

impl<'a, T: 'a> Queue<'a, T> {
    /// An empty, open queue.
    pub fn new() -> Self {
        let state = State { items: VecDeque::new(), waiting: VecDeque::new(), closed: false };
        Self { state: Rc::new(RefCell::new(state)) }
    }

    /// Passes `item` to the consumer that has waited longest, or keeps it until one asks.
    ///
    /// # Errors
    ///
    /// [`Closed`] with the `item` if the queue is closed.
    pub fn put(&self, sched: &mut Scheduler<'a>, item: T) -> Result<(), Closed<T>> {
        let mut state = self.state.borrow_mut();
        if state.closed {
            return Err(Closed(item));
        }
        match state.waiting.pop_front() {
            Some(callback) => sched.call_soon(move |sched| callback(sched, Ok(item))),
            None => state.items.push_back(item),
        }
        Ok(())
    }

    /// Takes the first item out and queues `callback` to be called with it. If there is
    /// none, `callback` waits for one, or until the queue is closed.
    ///
    /// The scheduler always calls `callback`, later; `get`, `put` and `close` never do.
    pub fn get(
        &self,
        sched: &mut Scheduler<'a>,
        callback: impl FnOnce(&mut Scheduler<'a>, Result<T, Closed>) + 'a,
    ) {
        let mut state = self.state.borrow_mut();
        match state.items.pop_front() {
            Some(item) => sched.call_soon(move |sched| callback(sched, Ok(item))),
            None if state.closed => sched.call_soon(move |sched| callback(sched, Err(Closed(())))),
            None => state.waiting.push_back(Box::new(callback)),
        }
    }

    /// Accepts no more items, and queues every waiting consumer, with an error. Items
    /// already in the queue are still delivered.
    pub fn close(&self, sched: &mut Scheduler<'a>) {
        let mut state = self.state.borrow_mut();
        state.closed = true;
        for callback in state.waiting.drain(..) {
            sched.call_soon(move |sched| callback(sched, Err(Closed(()))));
        }
    }
}

impl<T> Clone for Queue<'_, T> {
    fn clone(&self) -> Self {
        Self { state: Rc::clone(&self.state) }
    }
}
