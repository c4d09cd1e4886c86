//! Futures for the checks of executors.

use std::future::poll_fn;
use std::mem;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering::SeqCst};
use std::sync::{Arc, Mutex};
use std::task::{Poll, Waker};
use std::thread;

/// Something that another thread does, and that a task awaits.
#[derive(Default)]
pub struct Elsewhere {
    polls: AtomicU32,
    news: Arc<(AtomicBool, Mutex<Option<Waker>>)>,
}

impl Elsewhere {
    /// Is pending until another thread, which starts at the first poll, has done `job`. Then the
    /// waker of the latest poll is called.
    pub async fn done(&self, job: impl FnOnce() + Send + 'static) {
        let mut job = Some(job);
        poll_fn(|context| {
            self.polls.fetch_add(1, SeqCst);
            self.news.1.lock().unwrap().replace(context.waker().clone());
            if let Some(job) = job.take() {
                let news = Arc::clone(&self.news);
                thread::spawn(move || {
                    job();
                    news.0.store(true, SeqCst);
                    let waker = news.1.lock().unwrap().take();
                    waker.expect("the waker of a poll").wake();
                });
            }
            if self.news.0.load(SeqCst) { Poll::Ready(()) } else { Poll::Pending }
        })
        .await;
    }

    /// The number of polls so far.
    pub fn polls(&self) -> u32 {
        self.polls.load(SeqCst)
    }
}

/// Pending once, but woken at once.
pub async fn yield_now() {
    let mut yielded = false;
    poll_fn(|context| {
        context.waker().wake_by_ref();
        if mem::replace(&mut yielded, true) { Poll::Ready(()) } else { Poll::Pending }
    })
    .await;
}

/// The waker of the task that awaits this.
pub async fn own_waker() -> Waker {
    poll_fn(|context| Poll::Ready(context.waker().clone())).await
}
