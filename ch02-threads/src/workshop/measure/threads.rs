//! Many waiting threads, for the demonstrations of what a thread costs.

use std::error::Error;
use std::hint::black_box;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc;
use std::thread::{self, Builder, JoinHandle};
use std::{fmt, io};

use super::limits;
use super::{memory, thousands};

/// The stack that `std` gives a thread by default.
pub const STD_STACK: usize = 2 * 1024 * 1024;

/// Threads that sleep until they are dropped, which wakes and joins them.
pub struct Threads {
    handles: Vec<JoinHandle<()>>,
    over: Arc<AtomicBool>,
}

impl Threads {
    /// Starts `count` threads, which do `first` and fall asleep, and returns once all
    /// have done it.
    ///
    /// # Errors
    ///
    /// [`Refused`] if the system has no room for another; those that it had room for
    /// have then ended.
    pub fn start(count: u64, stack: usize, first: fn()) -> Result<Self, Refused> {
        let room = limits::Room::look();
        let mut threads = Self { handles: Vec::new(), over: Arc::default() };
        let (ready, all_ready) = mpsc::channel::<()>();
        for started in 0..count {
            let (over, ready) = (Arc::clone(&threads.over), ready.clone());
            let job = move || {
                first();
                drop(ready);
                while !over.load(Ordering::Acquire) {
                    thread::park();
                }
            };
            let handle = room
                .check(started)
                .and_then(|()| Builder::new().stack_size(stack).spawn(job))
                .map_err(|error| Refused {
                    started,
                    count,
                    error,
                    limit: limits::probably_met(started, stack),
                })?;
            threads.handles.push(handle);
        }
        drop(ready);
        // Nothing is ever sent: this ends when the last sender is dropped.
        for () in all_ready {}
        Ok(threads)
    }

    /// The threads to start before any that is measured. The allocator of Linux
    /// sets aside 64 MiB of addresses for each of the first threads, how many depends
    /// on the machine's processors: a cost of having threads, and not of one more.
    ///
    /// There are none if there is no room even for them, as those that follow will show.
    pub fn start_first() -> Vec<Self> {
        const BATCH: u64 = 16;
        const MOST: usize = 256;

        let addresses = || memory().map_or(0, |memory| memory.address_space);
        let mut first = Vec::new();
        let mut before = addresses();
        while let Ok(batch) = Self::start(BATCH, STD_STACK, || ()) {
            first.push(batch);
            let after = addresses();
            let settled = after.saturating_sub(before) < 2 * BATCH * STD_STACK as u64;
            if settled || first.len() == MOST {
                break;
            }
            before = after;
        }
        first
    }
}

impl Drop for Threads {
    fn drop(&mut self) {
        self.over.store(true, Ordering::Release);
        for handle in &self.handles {
            handle.thread().unpark();
        }
        for handle in self.handles.drain(..) {
            let _ = handle.join();
        }
    }
}

/// Writes to 64 KiB of the stack.
pub fn touch() {
    black_box(&mut [1_u8; 64 * 1024]);
}

/// The system has no room for another thread.
#[derive(Debug)]
pub struct Refused {
    pub started: u64,
    pub count: u64,
    pub error: io::Error,
    pub limit: String,
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { error, limit, .. } = self;
        let (started, count) = (thousands(self.started), thousands(self.count));
        write!(f, "got {started} of {count} threads and not one more: {error}; ")?;
        write!(f, "the limit it met is probably {limit}")
    }
}

impl Error for Refused {}
