//! Waits for many sockets at once: the one thing that a server needs and `std` lacks.
//!
//! A thread that reads from a socket sleeps until *that* socket has data. To sleep
//! until *any* of 5,000 has, ask the operating system: `poll` on Unix and `WSAPoll`
//! on Windows take a list of sockets, put the thread to sleep, and mark those that
//! are ready. They take the list, and scan it, at every call. On Linux, epoll
//! keeps the list in the kernel instead, and returns only the ready sockets.
//!
//! A [`Poller`] hides which one it uses. It is modelled on the one in the crate
//! `polling`, so what you learn here is useful there:
//!
//! ```
//! use ch04_countup::poller::{Event, Poller};
//! use std::io::Write;
//! use std::net::{TcpListener, TcpStream};
//!
//! # fn talk() -> std::io::Result<()> {
//! let listener = TcpListener::bind("127.0.0.1:0")?;
//! let mut client = TcpStream::connect(listener.local_addr()?)?;
//! let (served, _) = listener.accept()?;
//!
//! let poller = Poller::new()?;
//! poller.add(&served, Event::readable(7))?; // 7 is our name for this socket
//! client.write_all(b"hello")?;
//!
//! let mut events = Vec::new();
//! poller.wait(&mut events, None)?; // sleeps until something is ready
//! assert_eq!(events[0].key, 7);
//!
//! // An event is reported once. For another one, ask again:
//! poller.modify(&served, Event::readable(7))?;
//! # Ok(())
//! # }
//! # let result = talk().map_err(|error| error.kind()); // some machines have no loopback
//! # assert!(matches!(result, Ok(()) | Err(std::io::ErrorKind::NetworkUnreachable)));
//! ```
//!
//! This is the system's `poll`, which reports which sockets are ready; [`Future::poll`]
//! asks a future to go on. This module has the only `unsafe` code in the workspace,
//! because it calls the C library.

mod bell;
#[cfg(target_os = "linux")]
mod epoll;
#[cfg(all(test, unix))]
mod interrupted;
mod poll;

use std::ffi::c_int;
use std::io;
use std::time::{Duration, Instant};

use bell::Bell;
#[cfg(target_os = "linux")]
use epoll::Epoll;
use poll::Poll;

#[cfg(unix)]
pub use std::os::fd::AsFd as AsSource;
#[cfg(windows)]
pub use std::os::windows::io::AsSocket as AsSource;

/// The operating system's number for a socket.
#[cfg(unix)]
type Source = std::os::fd::RawFd;
#[cfg(windows)]
type Source = std::os::windows::io::RawSocket;

#[cfg(unix)]
fn number(socket: &impl AsSource) -> Source {
    std::os::fd::AsRawFd::as_raw_fd(&socket.as_fd())
}

#[cfg(windows)]
fn number(socket: &impl AsSource) -> Source {
    std::os::windows::io::AsRawSocket::as_raw_socket(&socket.as_socket())
}

/// An interest in a socket, or news of it: that it can be read, written or both.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Event {
    /// The caller's name for the socket: any number except `u64::MAX`.
    pub key: u64,
    /// A `read` or an `accept` would not block.
    pub readable: bool,
    /// A `write` would not block.
    pub writable: bool,
}

impl Event {
    /// For reading.
    #[must_use]
    pub const fn readable(key: u64) -> Self {
        Self::new(key, true, false)
    }

    /// For writing.
    #[must_use]
    pub const fn writable(key: u64) -> Self {
        Self::new(key, false, true)
    }

    /// For either, both or neither.
    #[must_use]
    pub const fn new(key: u64, readable: bool, writable: bool) -> Self {
        Self { key, readable, writable }
    }
}

/// Sleeps until one of many sockets is ready, another thread calls [`notify`], or a
/// time limit has passed.
///
/// Its sockets must be non-blocking, and each must be [deleted](Self::delete) before it
/// is closed, because the system reuses the number of a closed socket.
///
/// Only one thread may wait; any thread may call the rest. What is added during a wait
/// may take effect only at the next.
///
/// [`notify`]: Self::notify
pub struct Poller {
    backend: Box<dyn Backend>,
    bell: Bell,
}

/// The system's way to wait for many sockets.
trait Backend: Send + Sync {
    fn add(&self, source: Source, interest: Event) -> io::Result<()>;
    fn modify(&self, source: Source, interest: Event) -> io::Result<()>;
    fn delete(&self, source: Source) -> io::Result<()>;
    /// Adds to `events` what is ready. Returns whether there is a byte in the bell.
    fn wait(&self, events: &mut Vec<Event>, millis: c_int) -> io::Result<bool>;
}

impl Poller {
    /// A poller without sockets, on epoll on Linux and on `poll` elsewhere.
    ///
    /// # Errors
    ///
    /// If the process has too many open files, or the machine has no loopback network.
    pub fn new() -> io::Result<Self> {
        #[cfg(target_os = "linux")]
        {
            let bell = Bell::new()?;
            Ok(Self { backend: Box::new(Epoll::new(&bell)?), bell })
        }
        #[cfg(not(target_os = "linux"))]
        Self::with_poll()
    }

    /// The same, on `poll` on every system: to measure what epoll is for.
    ///
    /// # Errors
    ///
    /// As for [`new`](Self::new).
    pub fn with_poll() -> io::Result<Self> {
        let bell = Bell::new()?;
        Ok(Self { backend: Box::new(Poll::new(&bell)), bell })
    }

    /// Adds a socket, and waits for `interest` on it. After the first event it stops
    /// waiting for this socket, until [`modify`](Self::modify) asks again.
    ///
    /// # Errors
    ///
    /// If the key is `u64::MAX`, or the system refuses.
    pub fn add(&self, socket: &impl AsSource, interest: Event) -> io::Result<()> {
        not_the_bell(interest)?;
        self.backend.add(number(socket), interest)
    }

    /// Waits once for `interest`, and for nothing else, on a socket that was added.
    ///
    /// # Errors
    ///
    /// If the key is `u64::MAX`, or the system refuses, as epoll does if the socket was
    /// not added.
    pub fn modify(&self, socket: &impl AsSource, interest: Event) -> io::Result<()> {
        not_the_bell(interest)?;
        self.backend.modify(number(socket), interest)
    }

    /// Forgets a socket.
    ///
    /// # Errors
    ///
    /// If the system refuses, as epoll does if the socket was not added.
    pub fn delete(&self, socket: &impl AsSource) -> io::Result<()> {
        self.backend.delete(number(socket))
    }

    /// Sleeps until a socket is ready, and replaces the contents of `events` with what
    /// has happened. Returns without an event if another thread calls
    /// [`notify`](Self::notify), or has called it since the last wait, or if `limit` has
    /// passed, never earlier. `None` is no limit.
    ///
    /// A hang-up or an error makes a socket both readable and writable: a read or a
    /// write then reports it.
    ///
    /// # Errors
    ///
    /// If the system refuses. If a signal interrupts the sleep, it sleeps on.
    pub fn wait(&self, events: &mut Vec<Event>, limit: Option<Duration>) -> io::Result<()> {
        // A deadline beyond the range of the clock is no deadline either.
        let deadline = limit.and_then(|limit| Instant::now().checked_add(limit));
        loop {
            events.clear();
            let left = deadline.map(|deadline| deadline.saturating_duration_since(Instant::now()));
            let over = left == Some(Duration::ZERO);
            let sleeps = !over && self.bell.fall_asleep();
            let waited = self.backend.wait(events, if sleeps { whole_millis(left) } else { 0 });
            let notified = self.bell.wake_up();
            match waited {
                Ok(true) => self.bell.silence(),
                Ok(false) => {}
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
            // After an interruption too: the token has been taken.
            if over || notified || !events.is_empty() {
                return Ok(());
            }
        }
    }

    /// Ends the current wait, or the next one, from any thread. Several calls before a
    /// wait end only that one. Costs a system call only while the other thread sleeps.
    ///
    /// # Errors
    ///
    /// If the system refuses, which it should not.
    pub fn notify(&self) -> io::Result<()> {
        self.bell.ring()
    }
}

/// The key of the bell.
const BELL: u64 = u64::MAX;

fn not_the_bell(interest: Event) -> io::Result<()> {
    (interest.key != BELL).then_some(()).ok_or_else(|| io::ErrorKind::InvalidInput.into())
}

/// As both system calls want it; -1 is no limit. Rounded up, because a wait rounded down
/// ends early, and the last millisecond is then spent polling.
fn whole_millis(limit: Option<Duration>) -> c_int {
    limit.map_or(-1, |limit| {
        c_int::try_from(limit.as_nanos().div_ceil(1_000_000)).unwrap_or(c_int::MAX)
    })
}
