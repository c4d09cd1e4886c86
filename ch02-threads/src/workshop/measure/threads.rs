//! Many waiting threads, for the demonstrations of what a thread costs.

use std::hint::black_box;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc;
use std::thread::{self, Builder, JoinHandle};

use super::{memory, room, thousands};

/// The stack that `std` gives a thread by default.
pub const STD_STACK: u64 = 2 * 1024 * 1024;

/// What a thread takes at most beside its stack: of memory, the kernel's part included, and
/// of addresses.
const OTHERS: u64 = 48 * 1024;

/// Threads that sleep until they are dropped, which wakes and joins them.
pub struct Threads {
    handles: Vec<JoinHandle<()>>,
    over: Arc<AtomicBool>,
}

impl Threads {
    /// Starts `count` threads, which write to 64 KiB of their stacks if `touches`, and fall asleep, and
    /// returns once all have done it.
    ///
    /// # Errors
    ///
    /// In one line, if there is no room for so many; those that were started have ended.
    pub fn start(count: u64, stack: u64, touches: bool) -> Result<Self, String> {
        check(count, stack, if touches { TOUCHED as u64 } else { 0 })?;
        let mut threads = Self { handles: Vec::new(), over: Arc::default() };
        let (ready, all_ready) = mpsc::channel::<()>();
        for _ in 0..count {
            let (over, ready) = (Arc::clone(&threads.over), ready.clone());
            let job = move || {
                if touches {
                    touch();
                }
                drop(ready);
                while !over.load(Ordering::Acquire) {
                    thread::park();
                }
            };
            let handle = Builder::new().stack_size(stack as usize).spawn(job);
            let started = threads.handles.len();
            let handle = handle.map_err(|error| room::refused("threads", started, count, error))?;
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
        let (mut first, mut before) = (Vec::new(), addresses());
        while first.len() < MOST {
            let Ok(batch) = Self::start(BATCH, STD_STACK, false) else { break };
            first.push(batch);
            let after = addresses();
            if after.saturating_sub(before) < 2 * BATCH * STD_STACK {
                break;
            }
            before = after;
        }
        first
    }
}

/// Says what is short if there is no room for so many threads, as [`room::check`].
pub fn check(count: u64, stack: u64, touched: u64) -> Result<(), String> {
    let what = format!("{} threads", thousands(count));
    room::check(&what, count, count * (stack + OTHERS), count * (touched + OTHERS))
}

const TOUCHED: usize = 64 * 1024;

/// Writes to its stack: as a call of its own, or every thread would have so large a frame.
#[inline(never)]
fn touch() {
    black_box(&mut [1_u8; TOUCHED]);
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
