//! `poll`, which takes the whole list at each call, and `WSAPoll`, its equivalent
//! on Windows. See `man 2 poll`.

use std::collections::BTreeMap;
use std::ffi::{c_int, c_short};
use std::io;
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::bell::Bell;
use super::{BELL, Backend, Event, Source, number};

/// C's `struct pollfd`, and `WSAPOLLFD` on Windows.
#[repr(C)]
struct Entry {
    source: Source,
    wanted: c_short,
    ready: c_short,
}

impl Entry {
    fn new(source: Source, interest: Event) -> Self {
        let (read, write) = (c_short::from(interest.readable), c_short::from(interest.writable));
        Self { source, wanted: (read * IN) | (write * OUT), ready: 0 }
    }
}

#[cfg(unix)]
mod system {
    use std::ffi::{c_int, c_short};

    pub const IN: c_short = 0x1;
    pub const OUT: c_short = 0x4;
    pub const CLOSED: c_short = 0x20;

    #[cfg(target_os = "linux")]
    pub type Count = std::ffi::c_ulong;
    #[cfg(not(target_os = "linux"))]
    pub type Count = std::ffi::c_uint;

    #[expect(unsafe_code, reason = "declares a function of the C library")]
    // SAFETY: this is its C declaration.
    unsafe extern "C" {
        pub fn poll(entries: *mut super::Entry, count: Count, millis: c_int) -> c_int;
    }
}

#[cfg(windows)]
mod system {
    use std::ffi::{c_int, c_short};

    pub const IN: c_short = 0x300;
    pub const OUT: c_short = 0x10;
    pub const CLOSED: c_short = 0x4;

    pub type Count = std::ffi::c_ulong;

    #[expect(unsafe_code, reason = "declares a function of the system's library")]
    #[link(name = "ws2_32")]
    // SAFETY: this is its C declaration.
    unsafe extern "system" {
        #[link_name = "WSAPoll"]
        pub fn poll(entries: *mut super::Entry, count: Count, millis: c_int) -> c_int;
    }
}

use system::{CLOSED, IN, OUT};

pub struct Poll {
    bell: Source,
    /// The interests, by socket. A socket is removed after its event: one that was
    /// hung up would be ready again at once, and the loop would spin.
    interests: Mutex<BTreeMap<Source, Event>>,
}

impl Poll {
    pub fn new(bell: &Bell) -> Self {
        Self { bell: number(&bell.socket), interests: Mutex::default() }
    }

    fn interests(&self) -> MutexGuard<'_, BTreeMap<Source, Event>> {
        self.interests.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Backend for Poll {
    fn add(&self, source: Source, interest: Event) -> io::Result<()> {
        self.interests().insert(source, interest);
        Ok(())
    }

    fn modify(&self, source: Source, interest: Event) -> io::Result<()> {
        self.add(source, interest)
    }

    fn delete(&self, source: Source) -> io::Result<()> {
        self.interests().remove(&source);
        Ok(())
    }

    #[expect(unsafe_code, reason = "calls the C library")]
    fn wait(&self, events: &mut Vec<Event>, millis: c_int) -> io::Result<bool> {
        let mut entries = vec![Entry::new(self.bell, Event::readable(BELL))];
        entries.extend(
            self.interests().iter().map(|(&source, &interest)| Entry::new(source, interest)),
        );
        let (first, count) = (entries.as_mut_ptr(), entries.len() as system::Count);
        // SAFETY: the call reads and writes `count` entries from `first` on, and the list
        // has as many.
        if unsafe { system::poll(first, count, millis) } < 0 {
            return Err(io::Error::last_os_error());
        }
        let mut interests = self.interests();
        for entry in entries[1..].iter().filter(|entry| entry.ready != 0) {
            let interest = interests.remove(&entry.source);
            if let (Some(Event { key, .. }), 0) = (interest, entry.ready & CLOSED) {
                // An error or a hang-up is neither, so it counts as both.
                events.push(Event::new(key, entry.ready & !OUT != 0, entry.ready & !IN != 0));
            }
        }
        Ok(entries[0].ready != 0)
    }
}
