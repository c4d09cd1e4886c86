//! epoll, where the kernel keeps the list. See `man 7 epoll`.

use std::ffi::c_int;
use std::io;
use std::os::fd::{AsRawFd, FromRawFd, OwnedFd};

use super::bell::Bell;
use super::{BELL, Backend, Event, Source, number};

const CLOSE_ON_EXEC: c_int = 0o2_000_000;
const ADD: c_int = 1;
const DELETE: c_int = 2;
const MODIFY: c_int = 3;

const IN: u32 = 0x1;
const OUT: u32 = 0x4;
const ONE_SHOT: u32 = 1 << 30;

/// The most events at a time; the rest come with the next wait.
const EVENTS: usize = 256;

/// C's `struct epoll_event`.
#[repr(C)]
#[cfg_attr(target_arch = "x86_64", repr(packed))]
#[derive(Clone, Copy)]
struct Entry {
    flags: u32,
    key: u64,
}

#[expect(unsafe_code, reason = "declares functions of the C library")]
// SAFETY: these are their C declarations.
unsafe extern "C" {
    fn epoll_create1(flags: c_int) -> c_int;
    fn epoll_ctl(epoll: c_int, command: c_int, source: c_int, entry: *mut Entry) -> c_int;
    fn epoll_wait(epoll: c_int, entries: *mut Entry, count: c_int, millis: c_int) -> c_int;
}

pub struct Epoll(OwnedFd);

impl Epoll {
    #[expect(unsafe_code, reason = "calls the C library")]
    pub fn new(bell: &Bell) -> io::Result<Self> {
        // SAFETY: it takes nothing but a number.
        let file = succeeded(unsafe { epoll_create1(CLOSE_ON_EXEC) })?;
        // SAFETY: the call opened this file, and nothing else owns it.
        let epoll = Self(unsafe { OwnedFd::from_raw_fd(file) });
        // Not one-shot: every ring of the bell counts.
        epoll.control(ADD, number(&bell.socket), IN, BELL)?;
        Ok(epoll)
    }

    #[expect(unsafe_code, reason = "calls the C library")]
    fn control(&self, command: c_int, source: Source, flags: u32, key: u64) -> io::Result<()> {
        let mut entry = Entry { flags, key };
        // SAFETY: the call reads this one entry, which outlives it.
        succeeded(unsafe { epoll_ctl(self.0.as_raw_fd(), command, source, &raw mut entry) })?;
        Ok(())
    }
}

impl Backend for Epoll {
    fn add(&self, source: Source, interest: Event) -> io::Result<()> {
        self.control(ADD, source, flags(interest), interest.key)
    }

    fn modify(&self, source: Source, interest: Event) -> io::Result<()> {
        self.control(MODIFY, source, flags(interest), interest.key)
    }

    fn delete(&self, source: Source) -> io::Result<()> {
        self.control(DELETE, source, 0, 0)
    }

    #[expect(unsafe_code, reason = "calls the C library")]
    fn wait(&self, events: &mut Vec<Event>, millis: c_int) -> io::Result<bool> {
        let mut entries = [Entry { flags: 0, key: 0 }; EVENTS];
        let (first, count) = (entries.as_mut_ptr(), EVENTS as c_int);
        // SAFETY: the call writes up to `count` entries from `first` on, and the array
        // has as many.
        let ready = succeeded(unsafe { epoll_wait(self.0.as_raw_fd(), first, count, millis) })?;
        let mut rung = false;
        for &Entry { flags, key } in &entries[..ready as usize] {
            match key {
                BELL => rung = true,
                // An error or a hang-up is neither, so it counts as both.
                key => events.push(Event::new(key, flags & !OUT != 0, flags & !IN != 0)),
            }
        }
        Ok(rung)
    }
}

fn flags(interest: Event) -> u32 {
    let (read, write) = (u32::from(interest.readable), u32::from(interest.writable));
    ONE_SHOT | (read * IN) | (write * OUT)
}

fn succeeded(returned: c_int) -> io::Result<c_int> {
    match returned {
        -1 => Err(io::Error::last_os_error()),
        returned => Ok(returned),
    }
}
