//! `block_on`: run one future, and let the thread sleep while it waits.
//!
//! A waker is called when a future should be polled again, on any thread. You write one
//! that ends the wait of the polling thread, and the loop that polls and waits.
//!
//! Its page: exercises/block_on.md
//!
//! Check it: `cargo test --test block_on`

use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, Wake, Waker};
use std::thread::{self, Thread};

/// What the waker is made of: a flag that the future should be polled, and the thread that
/// polls it.
struct Signal {
    woken: AtomicBool,
    thread: Thread,
}

impl Wake for Signal {
    /// May be called on any thread, at any time, more than once.
    fn wake(self: Arc<Self>) {
        let _ = (&self.woken, Ordering::Release, &self.thread);
        todo!("set `woken`, then unpark the thread")
    }
}

/// Runs `future` to its end on this thread, which is parked while the future waits, and
/// returns its result. A panic in the future leaves `block_on`.
///
/// The name comes from `tokio::runtime::Runtime::block_on`; asyncio calls it `run`.
pub fn block_on<F: Future>(future: F) -> F::Output {
    let signal = Arc::new(Signal { woken: AtomicBool::new(false), thread: thread::current() });
    let waker = Waker::from(Arc::clone(&signal));
    let mut context = Context::from_waker(&waker);
    let mut future = pin!(future);
    let _ = (future.as_mut(), &mut context, &signal.woken, thread::park);
    let _ = (Ordering::Acquire, Poll::<F::Output>::is_ready);
    todo!("poll; if it is ready, return the result; if not, park until it is woken")
}
