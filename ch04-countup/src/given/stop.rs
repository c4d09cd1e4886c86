//! Stops a server from another thread.

use std::future::poll_fn;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};
use std::task::{Poll, Waker};

/// A request to stop, from any thread.
#[derive(Default)]
pub struct Stop {
    is_requested: AtomicBool,
    waker: Mutex<Option<Waker>>,
}

impl Stop {
    /// Stops the server.
    pub fn stop(&self) {
        self.is_requested.store(true, Ordering::Release);
        let waker = self.waker.lock().unwrap_or_else(PoisonError::into_inner).take();
        waker.into_iter().for_each(Waker::wake);
    }

    /// True once [`stop`](Self::stop) has been called.
    pub fn is_requested(&self) -> bool {
        self.is_requested.load(Ordering::Acquire)
    }

    /// Waits until [`stop`](Self::stop) is called. Only one task may wait.
    pub async fn requested(&self) {
        poll_fn(|context| {
            let waker = Some(context.waker().clone());
            *self.waker.lock().unwrap_or_else(PoisonError::into_inner) = waker;
            // Read after the waker is kept, so no `stop` is lost in between.
            if self.is_requested() { Poll::Ready(()) } else { Poll::Pending }
        })
        .await;
    }
}
