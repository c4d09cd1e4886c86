//! Many waiting threads, for the demonstrations of what a thread costs.

use std::hint::black_box;
use std::sync::{Arc, Barrier, mpsc};
use std::thread::{Builder, JoinHandle};

use super::{memory, room, thousands};

/// The stack that `std` gives a thread by default.
pub const STD_STACK: u64 = 2 * 1024 * 1024;

/// The most that a thread takes beside its stack: of memory, the kernel's part included, and
/// of addresses.
const OTHERS: u64 = 48 * 1024;

/// Threads that sleep until they are dropped, which wakes and joins them.
pub struct Threads {
    handles: Vec<JoinHandle<()>>,
    over: Arc<Barrier>,
}

impl Threads {
    /// Starts `count` threads, which write to 64 KiB of their stacks if `touches`, and fall
    /// asleep, and returns once all have begun.
    ///
    /// # Errors
    ///
    /// In one line, if there is no room for all. Those that were started sleep on.
    pub fn start(count: u64, stack: u64, touches: bool) -> Result<Self, String> {
        check(count, stack, if touches { TOUCHED as u64 } else { 0 })?;
        let mut handles = Vec::new();
        let over = Arc::new(Barrier::new(count as usize + 1));
        let (ready, all_ready) = mpsc::channel::<()>();
        for _ in 0..count {
            let (ready, over) = (ready.clone(), Arc::clone(&over));
            let job = move || {
                if touches {
                    touch();
                }
                drop(ready);
                over.wait();
            };
            let handle = Builder::new().stack_size(stack as usize).spawn(job);
            let refused = |error| room::refused("threads", handles.len(), count, error);
            handles.push(handle.map_err(refused)?);
        }
        drop(ready);
        // Nothing is ever sent: this ends when the last sender is dropped.
        for () in all_ready {}
        Ok(Self { handles, over })
    }

    /// The threads to start before any that is measured. The allocator of Linux
    /// sets aside 64 MiB of addresses for each of the first threads, how many depends
    /// on the machine's processors: a cost of having threads, rather than of one more.
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

/// Checks that there is room for these threads, with [`room::check`].
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
        self.over.wait();
        for handle in self.handles.drain(..) {
            let _ = handle.join();
        }
    }
}
