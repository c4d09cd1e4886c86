//! Our solution to `reactor`.

use std::cell::{Cell, RefCell};
use std::future::poll_fn;
use std::io;
use std::mem;
use std::sync::Arc;
use std::task::{Poll, Waker};
use std::time::Duration;

use ch04_countup::given::{Key, Slab};
use ch04_countup::poller::{AsSource, Event, Poller};

/// The reason why a task waits for a socket.
#[derive(Clone, Copy)]
pub enum Interest {
    /// It wants to read, or to accept a client.
    Read,
    /// It wants to write.
    Write,
}

/// Keeps the wakers of the tasks that wait for sockets, and calls them when the sockets are
/// ready.
pub struct Reactor {
    poller: Arc<Poller>,
    /// For each socket the waker of the task that wants to read, and of the one that wants to
    /// write.
    waiting: RefCell<Slab<[Option<Waker>; 2]>>,
}

impl Reactor {
    /// A reactor without sockets, which waits in `poller`.
    pub fn new(poller: Poller) -> Self {
        Self { poller: Arc::new(poller), waiting: RefCell::new(Slab::new()) }
    }

    /// Sleeps in the poller until a socket is ready, the notifier is called, or `limit` has
    /// passed; `None` is no limit. Then wakes the tasks that wait for a socket with an event.
    ///
    /// After an event the poller waits no more for this socket, neither to read nor to write.
    /// So both of its tasks are woken, whichever event it was, and no waker is left.
    ///
    /// # Errors
    ///
    /// If the system refuses to wait.
    pub fn wait(&self, limit: Option<Duration>) -> io::Result<()> {
        let mut events = Vec::new();
        self.poller.wait(&mut events, limit)?;
        for event in events {
            let wakers = self.waiting.borrow_mut().get_mut(event.key).map(mem::take);
            wakers.into_iter().flatten().flatten().for_each(Waker::wake);
        }
        Ok(())
    }

    /// Returns a function that ends [`wait`](Self::wait), from any thread.
    pub fn notifier(&self) -> impl Fn() + Send + Sync + use<> {
        let poller = Arc::clone(&self.poller);
        move || poller.notify().expect("the poller can be notified")
    }

    /// True if a task waits for a client to make room.
    pub fn is_writing(&self) -> bool {
        self.waiting.borrow_mut().values_mut().any(|[_, writer]| writer.is_some())
    }

    /// Adds a socket, which must be non-blocking, and for which no task waits yet. The poller
    /// learns of it only when one does.
    pub fn register<S: AsSource>(&self, io: S) -> Async<'_, S> {
        let key = self.waiting.borrow_mut().insert_with(|_| [None, None]);
        Async { io, key, added: Cell::new(false), reactor: self }
    }
}

/// A socket that a task can wait for. One task may read while another writes.
///
/// The name is that of `async_io::Async`, in smol.
pub struct Async<'a, S: AsSource> {
    /// The socket itself.
    pub io: S,
    /// Its place among `waiting`, and its name in the poller.
    key: Key,
    /// True once the poller knows it.
    added: Cell<bool>,
    /// The reactor where it is registered.
    pub reactor: &'a Reactor,
}

impl<S: AsSource> Async<'_, S> {
    /// Keeps `waker` until the socket's next event, and asks the poller for one, for
    /// everything that the socket's tasks now wait for.
    ///
    /// # Errors
    ///
    /// If the poller refuses.
    pub fn ask(&self, interest: Interest, waker: &Waker) -> io::Result<()> {
        let waker = waker.clone();
        let mut waiting = self.reactor.waiting.borrow_mut();
        let wakers = waiting.get_mut(self.key).expect("the socket is registered");
        let before = wakers[interest as usize].replace(waker);
        let [read, write] = wakers.each_ref().map(Option::is_some);
        drop(waiting);
        drop(before); // A waker may run any code: after the borrow.

        let event = Event::new(self.key, read, write);
        match self.added.replace(true) {
            false => self.reactor.poller.add(&self.io, event),
            true => self.reactor.poller.modify(&self.io, event),
        }
    }

    /// True if a task waits: it has asked, and there has been no event since.
    pub fn is_waiting(&self, interest: Interest) -> bool {
        let mut waiting = self.reactor.waiting.borrow_mut();
        waiting.get_mut(self.key).is_some_and(|wakers| wakers[interest as usize].is_some())
    }

    /// Waits for an event. The first poll asks. A later one is ready if the reactor has taken
    /// the waker out by then; if not, it asks again, because the waker may have changed.
    ///
    /// An event is a hint: if the operation would still block, wait again.
    ///
    /// # Errors
    ///
    /// If the poller refuses.
    pub async fn ready(&self, interest: Interest) -> io::Result<()> {
        let mut asked = false;
        poll_fn(|context| {
            if asked && !self.is_waiting(interest) {
                return Poll::Ready(Ok(()));
            }
            asked = true;
            self.ask(interest, context.waker())?;
            Poll::Pending
        })
        .await
    }
}

impl<S: AsSource> Drop for Async<'_, S> {
    /// The system gives the number of a closed socket to the next one, so the poller must
    /// forget it first. Its wakers go too.
    fn drop(&mut self) {
        let _ = self.reactor.poller.delete(&self.io);
        let wakers = self.reactor.waiting.borrow_mut().take(self.key);
        drop(wakers);
    }
}
