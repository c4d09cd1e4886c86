//! `reactor`: write what lets an `async fn` wait for a socket, and an echo server on it.
//!
//! Its page: `exercises/reactor.md`. Missing, in this order: what the thread does while
//! no task is ready (`wait`), the future that a task awaits until its socket is ready
//! (`ready`), `read` and `write_all` on it, and `echo`. `accept` is given, as a model.
//!
//! Check it: `cargo test --test reactor`

use std::cell::{Cell, RefCell};
use std::future::poll_fn;
#[allow(unused_imports, reason = "your answer needs them")]
use std::io::{self, ErrorKind, Read, Write};
use std::mem;
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Poll, Waker};
use std::time::{Duration, Instant};

use ch04_countup::poller::{AsSource, Event, Poller};

use crate::async_await::Spawner;
use crate::async_sleep::{Clock, EventLoop};
use crate::time_limit::race;

/// What a task can wait for on a socket.
#[derive(Clone, Copy)]
pub enum Way {
    /// That there is something to read, or a client to accept.
    Read,
    /// That there is room to write.
    Write,
}

/// Knows which task waits for which socket, and wakes it when the socket is ready.
pub struct Reactor {
    poller: Arc<Poller>,
    /// By the key of a socket: the waker of the task that waits to read, and of the one
    /// that waits to write.
    waiting: RefCell<Vec<[Option<Waker>; 2]>>,
    /// The keys of sockets that are closed, for the next ones.
    free: RefCell<Vec<usize>>,
    /// How many times a task has begun to wait.
    waits: Cell<u64>,
    closed: Cell<bool>,
    /// What every socket reads into: one for all, so silent ones cost little.
    buffer: RefCell<Vec<u8>>,
}

impl Reactor {
    /// A reactor with no sockets, which waits with this poller.
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

    /// Takes in a socket, which must be non-blocking.
    ///
    /// # Errors
    ///
    /// When the poller refuses.
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

    /// What an event loop needs to end [`wait`](Reactor::wait), from any thread.
    pub fn rouse(&self) -> impl Fn() + Send + Sync + 'static {
        let poller = Arc::clone(&self.poller);
        move || poller.notify().expect("the poller can be notified")
    }

    /// Sleeps in the poller until a socket is ready, or the loop is roused, or `limit` has
    /// passed; `None` is no limit. Then wakes the tasks that wait for the sockets that
    /// have an event.
    ///
    /// An event is reported once: after it the poller waits for nothing on this socket. So
    /// it wakes both tasks that wait for the socket, whichever event it was.
    ///
    /// # Errors
    ///
    /// When the system refuses to wait.
    pub fn wait(&self, limit: Option<Duration>) -> io::Result<()> {
        let _ = (&self.poller, &self.waiting, limit);
        todo!("wait in the poller; wake the two tasks of each socket that has an event")
    }

    /// Ends every wait for a socket, now and later, with an error.
    pub fn close(&self) {
        self.closed.set(true);
        let waiting: Vec<Waker> = {
            let mut waiting = self.waiting.borrow_mut();
            waiting
                .iter_mut()
                .flatten()
                .filter_map(Option::take)
                .collect()
        };
        waiting.into_iter().for_each(Waker::wake);
    }

    /// Whether a task waits until its client reads.
    fn is_writing(&self) -> bool {
        let waiting = self.waiting.borrow();
        waiting.iter().any(|[_, writer]| writer.is_some())
    }
}

/// A socket whose operations are awaited. One task may read it while another writes it.
///
/// The name is that of `async_io::Async`, in smol.
pub struct Async<'a, S: AsSource> {
    /// The socket itself.
    pub io: S,
    key: usize,
    reactor: &'a Reactor,
}

impl<S: AsSource> Async<'_, S> {
    /// Has the reactor wake this task at the next event of the socket, and tells the
    /// poller what the tasks of this socket now wait for.
    ///
    /// # Errors
    ///
    /// When the poller refuses.
    pub fn ask(&self, way: Way, waker: &Waker) -> io::Result<()> {
        let Reactor {
            waiting,
            waits,
            poller,
            ..
        } = self.reactor;
        let before = waiting.borrow_mut()[self.key][way as usize].replace(waker.clone());
        drop(before); // A waker may run any code: after the borrow.
        waits.set(waits.get() + 1);
        let [read, write] = [Way::Read, Way::Write].map(|way| self.is_waiting(way));
        poller.modify(&self.io, Event::new(self.key, read, write))
    }

    /// Whether a task waits: it has asked, and there was no event since.
    pub fn is_waiting(&self, way: Way) -> bool {
        self.reactor.waiting.borrow()[self.key][way as usize].is_some()
    }

    /// Waits for the socket: asks at the first poll, and is ready at a later one, if by
    /// then the reactor has taken the waker out. If not, it asks again, as the waker may be
    /// another one.
    ///
    /// The socket may not be ready all the same, so try, and then wait again.
    ///
    /// # Errors
    ///
    /// When the poller refuses, or the reactor is closed.
    pub async fn ready(&self, way: Way) -> io::Result<()> {
        let mut asked = false;
        let event = poll_fn(|context| -> Poll<io::Result<()>> {
            if self.reactor.closed.get() {
                return Poll::Ready(Err(ErrorKind::ConnectionAborted.into()));
            }
            let _ = (&mut asked, way, context);
            todo!("ready if it has asked and is not waiting any more; otherwise ask")
        });
        event.await
    }
}

impl<S: AsSource> Drop for Async<'_, S> {
    /// The system gives the number of a closed socket to the next one: so nothing may wait
    /// for it any more.
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
    /// Waits until bytes have come, and returns them; none when the other side has sent its
    /// last. Waits first and reads then: a socket that was read empty a moment ago is
    /// not asked in vain.
    ///
    /// What has come is read into the reactor's buffer, which is borrowed for that moment and
    /// not while it waits.
    ///
    /// # Errors
    ///
    /// Those of the system, and those of [`ready`](Async::ready).
    pub async fn read(&self) -> io::Result<Vec<u8>> {
        let _ = (&self.io, &self.reactor.buffer);
        todo!("wait until it can be read; read; wait again if there was nothing")
    }

    /// Writes all bytes, and waits for room where there is too little.
    ///
    /// # Errors
    ///
    /// Those of the system, and those of [`ready`](Async::ready).
    pub async fn write_all(&self, bytes: &[u8]) -> io::Result<()> {
        let _ = (&self.io, bytes);
        todo!("write; wait where `write` would block; go on with the rest")
    }
}

/// Whether an operation could do nothing for now.
fn must_wait(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::Interrupted)
}

/// Sends everything back to the client until it has sent its last byte.
///
/// # Errors
///
/// When the client is gone.
pub async fn echo(stream: Async<'_, TcpStream>) -> io::Result<()> {
    let _ = stream;
    todo!("read, and write it back, until nothing more comes")
}

/// Accepts clients, and makes a task for each. When it cannot, usually for want of
/// file descriptors, it calls `refused`, waits and tries again.
async fn accept_all<'a>(
    listener: Async<'a, TcpListener>,
    clock: &Clock,
    spawner: Spawner<'a>,
    refused: &dyn Fn(&io::Error),
) {
    loop {
        match listener.accept().await {
            Ok(stream) => spawner.spawn(async {
                let _ = echo(stream).await; // A client that is gone needs nothing more.
            }),
            Err(error) => match error.kind() {
                // A client that has left again before it was accepted.
                ErrorKind::ConnectionAborted | ErrorKind::ConnectionReset => {}
                _ => {
                    refused(&error);
                    clock.sleep(Duration::from_millis(100)).await;
                }
            },
        }
    }
}

/// Serves until it is told to `stop`, on this thread, which sleeps in `poller` while no
/// client has anything to say.
///
/// Then it accepts no new clients, echoes what has already arrived, and returns when
/// every client has gone quiet, after three seconds at the latest. Whenever it cannot
/// accept a client, it calls `refused` and tries again later.
///
/// # Errors
///
/// When the listener cannot be made non-blocking, or the poller refuses it.
///
/// # Panics
///
/// When the system refuses to wait, as it should not.
pub fn serve(
    poller: Poller,
    listener: TcpListener,
    stop: &Stop,
    refused: &dyn Fn(&io::Error),
) -> io::Result<()> {
    listener.set_nonblocking(true)?;
    let (clock, reactor) = (Clock::new(), Reactor::new(poller));
    let listener = reactor.register(listener)?;
    let mut event_loop = EventLoop::with_rouse(&clock, reactor.rouse());
    let clients = accept_all(listener, &clock, event_loop.spawner(), refused);
    event_loop.spawn(async {
        race(clients, stop.told()).await;
        until_quiet(&reactor, &clock).await;
        reactor.close();
    });
    event_loop.run_with(|limit| reactor.wait(limit).expect("the system can wait"));
    Ok(())
}

/// Waits until no task has begun to wait for 20 ms, and none waits to write; no longer
/// than three seconds.
async fn until_quiet(reactor: &Reactor, clock: &Clock) {
    let start = Instant::now();
    let mut waits = None;
    while waits != Some(reactor.waits.get()) || reactor.is_writing() {
        if start.elapsed() > Duration::from_secs(3) {
            return;
        }
        waits = Some(reactor.waits.get());
        clock.sleep(Duration::from_millis(20)).await;
    }
}

/// Tells a server to stop, from any thread.
#[derive(Default)]
pub struct Stop {
    is_told: AtomicBool,
    waker: Mutex<Option<Waker>>,
}

impl Stop {
    /// Tells it.
    pub fn stop(&self) {
        self.is_told.store(true, Ordering::Release);
        let waker = self
            .waker
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        waker.into_iter().for_each(Waker::wake);
    }

    /// Waits until it is told. One task waits.
    async fn told(&self) {
        let told = poll_fn(|context| {
            let waker = context.waker().clone();
            *self.waker.lock().unwrap_or_else(PoisonError::into_inner) = Some(waker);
            // Asked after the waker is left: so no telling is lost in between.
            match self.is_told.load(Ordering::Acquire) {
                true => Poll::Ready(()),
                false => Poll::Pending,
            }
        });
        told.await;
    }
}
