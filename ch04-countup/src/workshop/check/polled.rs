//! Counts calls of a waker and polls of a future, for checks.

use std::cell::{Cell, RefCell};
use std::future::poll_fn;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::task::{Context, Poll, Wake, Waker};
use std::thread;

use ch01_loops::panic_message;

/// Counts how often its waker was called. The count of the `Arc` shows how many of its
/// wakers are kept.
#[derive(Default)]
pub struct Wakes(AtomicU32);

impl Wake for Wakes {
    fn wake(self: Arc<Self>) {
        self.0.fetch_add(1, Ordering::SeqCst);
    }
}

impl Wakes {
    pub fn new() -> Arc<Self> {
        Arc::default()
    }

    pub fn count(&self) -> u32 {
        self.0.load(Ordering::SeqCst)
    }

    /// Polls `future` once with a waker that counts here.
    pub fn poll<F: Future + ?Sized>(self: &Arc<Self>, future: Pin<&mut F>) -> Poll<F::Output> {
        let waker = Waker::from(Arc::clone(self));
        future.poll(&mut Context::from_waker(&waker))
    }
}

/// A waker that runs `job` when it is dropped, and so when it is called.
pub fn waker_that_runs(job: fn()) -> Waker {
    struct Runs(fn());

    impl Wake for Runs {
        fn wake(self: Arc<Self>) {}
    }

    impl Drop for Runs {
        fn drop(&mut self) {
            if !thread::panicking() {
                (self.0)();
            }
        }
    }

    Waker::from(Arc::new(Runs(job)))
}

/// Runs `job`, and asks the right question if a `RefCell` is found borrowed. A waker may find
/// one: it may run any code when it is called or dropped.
#[track_caller]
pub fn with_nothing_borrowed(job: impl FnOnce()) {
    let Err(payload) = catch_unwind(AssertUnwindSafe(job)) else {
        return;
    };
    assert!(
        !panic_message(&*payload).contains("borrowed"),
        "the state is borrowed already: do you wake, or drop a waker, before the borrow ends?"
    );
    resume_unwind(payload);
}

/// A waiting future, as seen from outside: how often it was polled, and its last waker.
#[derive(Default)]
pub struct Waiting {
    polls: Cell<u32>,
    waker: RefCell<Option<Waker>>,
}

impl Waiting {
    /// Is pending until it is polled for the `n`th time.
    pub async fn until_poll(&self, n: u32) {
        let wait = poll_fn(|context| {
            self.polls.set(self.polls.get() + 1);
            self.waker.replace(Some(context.waker().clone()));
            if self.polls.get() < n { Poll::Pending } else { Poll::Ready(()) }
        });
        wait.await;
    }

    pub fn polls(&self) -> u32 {
        self.polls.get()
    }

    /// The waker of the last poll.
    #[track_caller]
    pub fn waker(&self) -> Waker {
        let waker = self.waker.borrow().clone();
        waker.expect("it was polled: is a new task polled in the next round?")
    }
}
