//! Waits for many sockets at once: the one thing that a server needs and `std` does
//! not offer.
//!
//! A thread that reads from a socket sleeps until *that* socket has data. To sleep
//! until *any* of 5,000 has, ask the operating system: `poll` on Unix and `WSAPoll`
//! on Windows take a list of sockets, put the thread to sleep, and mark those that
//! are ready. The list is handed over and scanned at every call. On Linux, epoll
//! keeps the list in the kernel instead, and hands back only the ready ones.
//!
//! A [`Poller`] hides which of them it is. It has the shape of the one in the crate
//! `polling`, so what you learn here is of use there:
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
//! // An event is reported once. To hear of the socket again, ask again:
//! poller.modify(&served, Event::readable(7))?;
//! # Ok(())
//! # }
//! # let told = talk().map_err(|error| error.kind()); // some machines have no loopback
//! # assert!(matches!(told, Ok(()) | Err(std::io::ErrorKind::NetworkUnreachable)));
//! ```
//!
//! This is the system's `poll`, not [`Future::poll`]: the first tells which sockets are
//! ready, the second asks a future to go on. This module has the only `unsafe` code of
//! the workspace, as it calls the C library.

mod bell;
#[cfg(target_os = "linux")]
mod epoll;
mod poll;

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

/// The number by which the operating system knows a socket.
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

/// What to wait for on a socket, and what has come: whether it can be read, whether it
/// can be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Event {
    /// The caller's name for the socket. Any number but `usize::MAX`.
    pub key: usize,
    /// A `read` or an `accept` would not block.
    pub readable: bool,
    /// A `write` would not block.
    pub writable: bool,
}

impl Event {
    /// Can be read.
    #[must_use]
    pub const fn readable(key: usize) -> Self {
        Self::new(key, true, false)
    }

    /// Can be written.
    #[must_use]
    pub const fn writable(key: usize) -> Self {
        Self::new(key, false, true)
    }

    /// These of the two.
    #[must_use]
    pub const fn new(key: usize, readable: bool, writable: bool) -> Self {
        Self {
            key,
            readable,
            writable,
        }
    }
}

/// Sleeps until one of many sockets is ready, or another thread calls [`notify`], or a
/// time limit has passed.
///
/// Its sockets must be non-blocking, and each is to be [deleted](Self::delete) before it
/// is closed: the system gives the number of a closed socket to the next one.
///
/// One thread waits; the others may do all the rest. What they add while it waits may
/// count only from the next wait on.
///
/// [`notify`]: Self::notify
pub struct Poller {
    inside: Inside,
    bell: Bell,
}

enum Inside {
    Poll(Poll),
    #[cfg(target_os = "linux")]
    Epoll(Epoll),
}

impl Poller {
    /// A poller without sockets: over epoll on Linux, and over `poll` elsewhere.
    ///
    /// # Errors
    ///
    /// When the process has too many open files, or the machine has no loopback network.
    pub fn new() -> io::Result<Self> {
        #[cfg(target_os = "linux")]
        {
            let bell = Bell::new()?;
            let inside = Inside::Epoll(Epoll::new(&bell)?);
            Ok(Self { inside, bell })
        }
        #[cfg(not(target_os = "linux"))]
        Self::with_poll()
    }

    /// The same over `poll`, on every system: to measure what epoll is for.
    ///
    /// # Errors
    ///
    /// As [`new`](Self::new).
    pub fn with_poll() -> io::Result<Self> {
        let bell = Bell::new()?;
        let inside = Inside::Poll(Poll::new(&bell));
        Ok(Self { inside, bell })
    }

    /// Takes in a socket, and waits for `interest` on it. After the first event
    /// it waits no longer for this socket, until [`modify`](Self::modify) asks again.
    ///
    /// # Errors
    ///
    /// When the key is `usize::MAX`, or the system refuses.
    pub fn add(&self, socket: &impl AsSource, interest: Event) -> io::Result<()> {
        if interest.key == BELL {
            return Err(io::ErrorKind::InvalidInput.into());
        }
        match &self.inside {
            Inside::Poll(poll) => poll.set(number(socket), interest),
            #[cfg(target_os = "linux")]
            Inside::Epoll(epoll) => return epoll.add(number(socket), interest),
        }
        Ok(())
    }

    /// Waits for `interest`, once, on a socket that was added, and for nothing else on it.
    ///
    /// # Errors
    ///
    /// When the key is `usize::MAX`, or the system refuses, as epoll does when the socket
    /// was not added.
    pub fn modify(&self, socket: &impl AsSource, interest: Event) -> io::Result<()> {
        if interest.key == BELL {
            return Err(io::ErrorKind::InvalidInput.into());
        }
        match &self.inside {
            Inside::Poll(poll) => poll.set(number(socket), interest),
            #[cfg(target_os = "linux")]
            Inside::Epoll(epoll) => return epoll.modify(number(socket), interest),
        }
        Ok(())
    }

    /// Forgets a socket.
    ///
    /// # Errors
    ///
    /// When the system refuses, as epoll does when the socket was not added.
    pub fn delete(&self, socket: &impl AsSource) -> io::Result<()> {
        match &self.inside {
            Inside::Poll(poll) => poll.delete(number(socket)),
            #[cfg(target_os = "linux")]
            Inside::Epoll(epoll) => return epoll.delete(number(socket)),
        }
        Ok(())
    }

    /// Sleeps until a socket is ready, and replaces what is in `events` by what has
    /// come. Returns without any event when another thread called
    /// [`notify`](Self::notify), since the last wait or now, or when `limit` has
    /// passed, never earlier. Without a limit it sleeps as long as it takes.
    ///
    /// A hang-up or an error makes a socket both readable and writable: to read
    /// or to write it tells which.
    ///
    /// # Errors
    ///
    /// When the system refuses. Not when a signal interrupts the sleep: it goes on.
    pub fn wait(&self, events: &mut Vec<Event>, limit: Option<Duration>) -> io::Result<()> {
        // No deadline either when it lies beyond what the clock can tell.
        let deadline = limit.and_then(|limit| Instant::now().checked_add(limit));
        loop {
            events.clear();
            let left = deadline.map(|deadline| deadline.saturating_duration_since(Instant::now()));
            let over = left == Some(Duration::ZERO);
            let sleeps = !over && self.bell.fall_asleep();
            let millis = if sleeps { whole_millis(left) } else { 0 };
            let waited = match &self.inside {
                Inside::Poll(poll) => poll.wait(events, millis),
                #[cfg(target_os = "linux")]
                Inside::Epoll(epoll) => epoll.wait(events, millis),
            };
            let notified = self.bell.wake_up();
            match waited {
                Ok(rung) => {
                    if rung {
                        self.bell.silence();
                    }
                    if over || notified || !events.is_empty() {
                        return Ok(());
                    }
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
    }

    /// Ends the wait that goes on, or the next one, from any thread. Many calls before a
    /// wait end that one only. Costs a system call only while the other thread sleeps.
    ///
    /// # Errors
    ///
    /// When the system refuses, as it should not.
    pub fn notify(&self) -> io::Result<()> {
        self.bell.ring()
    }
}

/// The key of the bell.
const BELL: usize = usize::MAX;

/// As both system calls want it: rounded up, as what is rounded down ends too early, and
/// then the last millisecond is spent asking again and again; -1 is no limit.
fn whole_millis(limit: Option<Duration>) -> i32 {
    limit.map_or(-1, |limit| {
        i32::try_from(limit.as_nanos().div_ceil(1_000_000)).unwrap_or(i32::MAX)
    })
}
