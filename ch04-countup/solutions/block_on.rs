//! Our solution to `block_on`.

use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, Wake, Waker};
use std::thread::{self, Thread};

/// The waker's data: a flag that the future should be polled, and the thread that polls it.
struct Signal {
    /// Set and cleared with `swap`, never with `store`.
    woken: AtomicBool,
    thread: Thread,
}

impl Wake for Signal {
    /// May be called on any thread, at any time, more than once.
    fn wake(self: Arc<Self>) {
        self.woken.swap(true, Ordering::Release);
        self.thread.unpark();
    }
}

/// Runs `future` to its end on this thread, which is parked while the future waits, and
/// returns its result. A panic in the future leaves `block_on`.
///
/// tokio has it as `Runtime::block_on`, asyncio as `run`.
pub fn block_on<F: Future>(future: F) -> F::Output {
    let signal = Arc::new(Signal { woken: AtomicBool::new(false), thread: thread::current() });
    let waker = Waker::from(Arc::clone(&signal));
    let mut context = Context::from_waker(&waker);
    let mut future = pin!(future);
    loop {
        if let Poll::Ready(result) = future.as_mut().poll(&mut context) {
            return result;
        }
        // `park` may return early, and for another reason.
        while !signal.woken.swap(false, Ordering::Acquire) {
            thread::park();
        }
    }
}
