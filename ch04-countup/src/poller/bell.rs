//! Wakes a thread that sleeps in the system, from another thread.

use std::io;
use std::net::{Ipv4Addr, UdpSocket};
use std::sync::atomic::{AtomicU8, Ordering};

/// No notification since the last wait.
const EMPTY: u8 = 0;
/// The thread is in its system call, or about to be.
const ASLEEP: u8 = 1;
/// The thread must not fall asleep, or must wake up.
const NOTIFIED: u8 = 2;

/// A socket connected to itself, and a token that tells whether a byte must be sent.
/// Like the token of [`std::thread::park`], it remembers one notification, so none is
/// lost between 'nothing is ready' and 'asleep'.
///
/// It is a UDP socket because `WSAPoll` takes only sockets, and `io::pipe` is not one.
pub struct Bell {
    pub socket: UdpSocket,
    token: AtomicU8,
}

impl Bell {
    pub fn new() -> io::Result<Self> {
        let socket = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0))?;
        socket.connect(socket.local_addr()?)?;
        socket.set_nonblocking(true)?;
        Ok(Self { socket, token: AtomicU8::new(EMPTY) })
    }

    pub fn ring(&self) -> io::Result<()> {
        if self.token.swap(NOTIFIED, Ordering::AcqRel) == ASLEEP {
            self.socket.send(&[0])?;
        }
        Ok(())
    }

    /// Returns whether the thread may sleep. If not, it was notified.
    pub fn fall_asleep(&self) -> bool {
        let (ok, err) = (Ordering::AcqRel, Ordering::Acquire);
        self.token.compare_exchange(EMPTY, ASLEEP, ok, err).is_ok()
    }

    /// Takes the token, and returns whether the thread was notified.
    pub fn wake_up(&self) -> bool {
        self.token.swap(EMPTY, Ordering::AcqRel) == NOTIFIED
    }

    /// Takes out the bytes. One that arrives later ends a later system call, and then the
    /// token tells that it means nothing.
    pub fn silence(&self) {
        while self.socket.recv(&mut [0]).is_ok() {}
    }
}
