//! `block_on`: run one future, and let the thread sleep while it waits.
//!
//! A waker is called when a future should be polled again, on any thread. You write one
//! that ends the wait of the polling thread, and the loop that polls and waits.
//!
//! Its page: exercises/block_on.md
//! Check it: `cargo exercises block_on`

#![allow(unused)] // until every `todo!()` is filled in

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
        todo!("`swap` `woken` to true, with `Release`; then unpark the thread")
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
    todo!("poll; if pending, park until a `swap` of `woken` to false, with `Acquire`, finds true")
}
