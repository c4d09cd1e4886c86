//! `join_handle`: await the result of a task, or abort it.
//!
//! Chapter 2's `join` blocked a thread until another had its result. Here a task awaits it.
//! You write what the handle does when it is polled, how it aborts its task, and what the
//! task does when it is polled.
//!
//! Its page: exercises/join_handle.md
//! Check it: `cargo exercises join_handle`

#![allow(unused)] // until every `todo!()` is filled in

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::future::poll_fn;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::pin::{Pin, pin};
use std::rc::{Rc, Weak};
use std::task::{Context, Poll, Waker};

use ch04_countup::answers::async_await::{BoxFuture, Runtime};

/// Starts tasks from within tasks: a task cannot borrow the runtime that holds it, but
/// it can own a spawner. The name comes from `futures::executor::LocalSpawner`.
#[derive(Clone)]
pub struct Spawner<'a> {
    /// Weak, because these futures may own spawners: strong ones would make a cycle.
    newcomers: Weak<RefCell<Vec<BoxFuture<'a>>>>,
}

impl<'a> Spawner<'a> {
    /// A spawner of tasks for `runtime`.
    pub fn new(runtime: &Runtime<'a>) -> Self {
        Self { newcomers: Rc::downgrade(&runtime.newcomers) }
    }

    /// Makes a task of `future`, which is polled for the first time in the next round.
    /// Drops it if the runtime is gone.
    pub fn spawn(&self, future: impl Future<Output = ()> + 'a) {
        if let Some(newcomers) = self.newcomers.upgrade() {
            newcomers.borrow_mut().push(Box::pin(future));
        }
    }
}

/// The reason why a task has no result.
#[derive(Debug)]
pub enum JoinError {
    /// It was aborted, or its runtime is gone.
    Aborted,
    /// It panicked, with this payload.
    Panicked(Box<dyn Any + Send>),
}

/// State that a task and its handle share.
struct Shared<T> {
    /// Set when the task has ended.
    result: Cell<Option<Result<T, JoinError>>>,
    /// The waker of the task that awaits the handle.
    awaiting: Cell<Option<Waker>>,
    /// The waker of the task itself, once it has been polled.
    task: Cell<Option<Waker>>,
    aborted: Cell<bool>,
}

/// Awaits the result of a task. Dropping it detaches the task, which goes on.
///
/// The name is tokio's. A thread's handle blocks the thread that joins; this one holds up
/// only the task that awaits it.
pub struct JoinHandle<T> {
    shared: Rc<Shared<T>>,
    /// True once the result has been returned.
    is_done: bool,
}

impl<T> JoinHandle<T> {
    /// Ends the task where it is suspended, or at its next `.await`: it is not polled again,
    /// and its future is dropped in its next turn. Does nothing if it has ended.
    pub fn abort(&self) {
        todo!("set `aborted`; if the task has left its waker, call it")
    }
}

impl<T> Future for JoinHandle<T> {
    type Output = Result<T, JoinError>;

    /// Ready with the task's result once it has ended. Until then it keeps the waker of
    /// the latest poll.
    ///
    /// # Panics
    ///
    /// If it has returned the result already, as tokio's does.
    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        todo!("if there is a result, ready with it, but only once; if not, keep the waker")
    }
}

/// The task's end of what is shared. It is dropped when the task has ended, with or without
/// a result.
struct Completion<T>(Rc<Shared<T>>);

impl<T> Drop for Completion<T> {
    fn drop(&mut self) {
        let result = self.0.result.take();
        self.0.result.set(result.or(Some(Err(JoinError::Aborted))));
        if let Some(waker) = self.0.awaiting.take() {
            waker.wake();
        }
    }
}

/// Makes a task of `future`, as [`Spawner::spawn`] does, and returns a handle that awaits
/// its result.
///
/// A panic in the future is a result too, and goes no further, unless the handle is gone:
/// then it leaves `run`.
pub fn spawn<'a, T: 'a>(
    spawner: &Spawner<'a>,
    future: impl Future<Output = T> + 'a,
) -> JoinHandle<T> {
    let shared = Rc::new(Shared {
        result: Cell::new(None),
        awaiting: Cell::new(None),
        task: Cell::new(None),
        aborted: Cell::new(false),
    });
    let completion = Completion(Rc::clone(&shared));
    spawner.spawn(async move {
        match until_end(&completion.0, future).await {
            Err(JoinError::Panicked(payload)) if Rc::strong_count(&completion.0) == 1 => {
                resume_unwind(payload) // The handle is gone.
            }
            result => completion.0.result.set(Some(result)),
        }
    });
    JoinHandle { shared, is_done: false }
}

/// Runs the future of a task until it is ready, panics or is aborted, and drops it.
async fn until_end<T>(shared: &Shared<T>, future: impl Future<Output = T>) -> Result<T, JoinError> {
    let mut future = pin!(future);
    poll_fn(|context| -> Poll<Result<T, JoinError>> {
        todo!("if aborted, do not poll; if not, keep the waker, then poll in `catch_unwind`")
    })
    .await
}
