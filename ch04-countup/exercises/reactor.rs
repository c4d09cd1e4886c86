//! `reactor`: write what lets an `async fn` wait for a socket, and an echo server on it.
//!
//! You write, in this order: what the thread does while no task is ready (`wait`), the
//! future that a task awaits until its socket is ready (`ready`), `read` and `write_all`
//! on it, and `echo`. `accept` is given, as a model.
//!
//! Its page: exercises/reactor.md
//!
//! Check it: `cargo test --test reactor`

use std::cell::{Cell, RefCell};
use std::future::poll_fn;
#[allow(unused_imports, reason = "your answer needs them")]
use std::io::{self, ErrorKind, Read, Write};
use std::mem;
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::task::{Poll, Waker};
use std::time::Duration;

use ch04_countup::poller::{AsSource, Event, Poller};

#[path = "given/server.rs"]
mod server;

pub use server::{Stop, serve};

/// What a task can wait for on a socket.
#[derive(Clone, Copy)]
pub enum Way {
    /// For something to read, or a client to accept.
    Read,
    /// For room to write.
    Write,
}

/// Knows which task waits for which socket, and wakes it when the socket is ready.
pub struct Reactor {
    poller: Arc<Poller>,
    /// By socket key: the waker of the task that waits to read, and of the one that waits
    /// to write.
    waiting: RefCell<Vec<[Option<Waker>; 2]>>,
    /// The keys of closed sockets, to be used again.
    free: RefCell<Vec<usize>>,
    /// How many times a task has begun to wait.
    waits: Cell<u64>,
    closed: Cell<bool>,
    /// Shared by all sockets, so silent ones cost little.
    buffer: RefCell<Vec<u8>>,
}

impl Reactor {
    /// A reactor with no sockets, which waits in `poller`.
    pub fn new(poller: Poller) -> Self {
        Self {
            poller: Arc::new(poller),
            waiting: RefCell::default(),
            free: RefCell::default(),
            waits: Cell::new(0),
            closed: Cell::new(false),
            buffer: RefCell::new(vec![0; 64 * 1024]),
        }
    }

    /// Adds a socket, which must be non-blocking.
    ///
    /// # Errors
    ///
    /// If the poller refuses.
    pub fn register<S: AsSource>(&self, io: S) -> io::Result<Async<'_, S>> {
        let mut waiting = self.waiting.borrow_mut();
        let key = self.free.borrow_mut().pop().unwrap_or_else(|| {
            waiting.push([None, None]);
            waiting.len() - 1
        });
        drop(waiting);
        let reactor = self;
        let socket = Async { io, key, reactor };
        self.poller.add(&socket.io, Event::new(key, false, false))?;
        Ok(socket)
    }

    /// Returns a function that ends [`wait`](Reactor::wait), from any thread.
    pub fn rouse(&self) -> impl Fn() + Send + Sync + 'static {
        let poller = Arc::clone(&self.poller);
        move || poller.notify().expect("the poller can be notified")
    }

    /// Sleeps in the poller until a socket is ready, the loop is roused, or `limit` has
    /// passed; `None` is no limit. Then wakes the tasks that wait for a socket with an
    /// event.
    ///
    /// The poller reports one event, then waits for nothing more on this socket. So both
    /// tasks that wait for the socket are woken, whichever event it was.
    ///
    /// # Errors
    ///
    /// If the system refuses to wait.
    pub fn wait(&self, limit: Option<Duration>) -> io::Result<()> {
        let _ = (&self.poller, &self.waiting, limit);
        todo!("wait in the poller; wake both tasks of each socket that has an event")
    }

    /// Ends every wait for a socket with an error, from now on.
    pub fn close(&self) {
        self.closed.set(true);
        let waiting: Vec<Waker> = {
            let mut waiting = self.waiting.borrow_mut();
            waiting.iter_mut().flatten().filter_map(Option::take).collect()
        };
        waiting.into_iter().for_each(Waker::wake);
    }

    /// Whether a task is waiting for its client to read.
    fn is_writing(&self) -> bool {
        let waiting = self.waiting.borrow();
        waiting.iter().any(|[_, writer]| writer.is_some())
    }
}

/// A socket whose operations are awaited. One task may read while another writes.
///
/// The name comes from `async_io::Async`, in smol.
pub struct Async<'a, S: AsSource> {
    /// The socket itself.
    pub io: S,
    key: usize,
    reactor: &'a Reactor,
}

impl<S: AsSource> Async<'_, S> {
    /// Has the reactor call `waker` at the socket's next event, and tells the poller what
    /// the socket's tasks now wait for.
    ///
    /// # Errors
    ///
    /// If the poller refuses.
    pub fn ask(&self, way: Way, waker: &Waker) -> io::Result<()> {
        let Reactor { waiting, waits, poller, .. } = self.reactor;
        let before = waiting.borrow_mut()[self.key][way as usize].replace(waker.clone());
        drop(before); // A waker may run any code: after the borrow.
        waits.set(waits.get() + 1);
        let [read, write] = [Way::Read, Way::Write].map(|way| self.is_waiting(way));
        poller.modify(&self.io, Event::new(self.key, read, write))
    }

    /// Whether a task is waiting: it has asked, and there has been no event since.
    pub fn is_waiting(&self, way: Way) -> bool {
        self.reactor.waiting.borrow()[self.key][way as usize].is_some()
    }

    /// Waits for the socket. It asks at the first poll, and is ready at a later one if the
    /// reactor has taken the waker out by then. If not, it asks again, as the waker may have
    /// changed.
    ///
    /// The socket may still not be ready: if an operation would block, wait again.
    ///
    /// # Errors
    ///
    /// If the poller refuses, or the reactor is closed.
    pub async fn ready(&self, way: Way) -> io::Result<()> {
        let mut asked = false;
        let event = poll_fn(|context| -> Poll<io::Result<()>> {
            if self.reactor.closed.get() {
                return Poll::Ready(Err(ErrorKind::ConnectionAborted.into()));
            }
            let _ = (&mut asked, way, context);
            todo!("ready if it has asked and is no longer waiting; otherwise ask")
        });
        event.await
    }
}

impl<S: AsSource> Drop for Async<'_, S> {
    /// The system reuses the number of a closed socket, so nothing may still wait for it.
    fn drop(&mut self) {
        let _ = self.reactor.poller.delete(&self.io);
        let waiting = mem::take(&mut self.reactor.waiting.borrow_mut()[self.key]);
        self.reactor.free.borrow_mut().push(self.key);
        drop(waiting);
    }
}

impl<'a> Async<'a, TcpListener> {
    /// Waits for a client, and accepts it.
    ///
    /// # Errors
    ///
    /// Those of the system, and those of [`ready`](Async::ready).
    pub async fn accept(&self) -> io::Result<Async<'a, TcpStream>> {
        loop {
            match self.io.accept() {
                Ok((stream, _)) => {
                    stream.set_nonblocking(true)?;
                    return self.reactor.register(stream);
                }
                Err(error) if must_wait(&error) => self.ready(Way::Read).await?,
                Err(error) => return Err(error),
            }
        }
    }
}

impl Async<'_, TcpStream> {
    /// Waits until bytes have arrived, and returns them; none when the other side has sent
    /// its last. Waits first, then reads, which saves a `read` of a socket that was just
    /// read empty.
    ///
    /// Reads into the reactor's buffer, which is borrowed for the read but not for the wait.
    ///
    /// # Errors
    ///
    /// Those of the system, and those of [`ready`](Async::ready).
    pub async fn read(&self) -> io::Result<Vec<u8>> {
        let _ = (&self.io, &self.reactor.buffer);
        todo!("wait until it can be read; read; if there was nothing, wait again")
    }

    /// Writes all bytes, and waits whenever there is no room.
    ///
    /// # Errors
    ///
    /// Those of the system, and those of [`ready`](Async::ready).
    pub async fn write_all(&self, bytes: &[u8]) -> io::Result<()> {
        let _ = (&self.io, bytes);
        todo!("write; wait if `write` would block; go on with the rest")
    }
}

/// Whether an operation could do nothing now.
fn must_wait(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::Interrupted)
}

/// Sends everything back to the client until it has sent its last byte.
///
/// # Errors
///
/// If the client is gone.
pub async fn echo(stream: Async<'_, TcpStream>) -> io::Result<()> {
    let _ = stream;
    todo!("read, and write it back, until the client has sent its last byte")
}
