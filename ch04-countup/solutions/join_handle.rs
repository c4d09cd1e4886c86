//! Our solution to `join_handle`.

use std::any::Any;
use std::cell::Cell;
use std::error::Error;
use std::fmt;
use std::future::poll_fn;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::pin::{Pin, pin};
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

use ch04_countup::answers::async_await::Spawner;

/// Why a task has no result.
#[derive(Debug)]
pub enum JoinError {
    /// It was aborted, or its runtime is gone.
    Aborted,
    /// It panicked, with this payload.
    Panicked(Box<dyn Any + Send>),
}

impl fmt::Display for JoinError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Aborted => "the task was aborted",
            Self::Panicked(_) => "the task panicked",
        })
    }
}

impl Error for JoinError {}

/// What a task and its handle share.
struct Shared<T> {
    /// Set when the task has ended.
    result: Cell<Option<Result<T, JoinError>>>,
    /// The waker of the task that awaits the handle.
    awaiting: Cell<Option<Waker>>,
    /// The waker of the task itself, once it has been polled.
    task: Cell<Option<Waker>>,
    aborted: Cell<bool>,
    detached: Cell<bool>,
}

/// Awaits the result of a task. Dropping it detaches the task, which goes on.
///
/// The name is tokio's. A thread's handle blocks the thread that joins; this one holds up
/// only the task that awaits it.
pub struct JoinHandle<T> {
    shared: Rc<Shared<T>>,
}

impl<T> JoinHandle<T> {
    /// Ends the task where it is suspended, or at its next `.await`: it is not polled again,
    /// and its future is dropped in its next turn. Does nothing if it has ended.
    pub fn abort(&self) {
        self.shared.aborted.set(true);
        if let Some(task) = self.shared.task.take() {
            task.wake();
        }
    }
}

impl<T> Future for JoinHandle<T> {
    type Output = Result<T, JoinError>;

    /// Ready with the task's result once it has ended. Until then it keeps the waker of
    /// the latest poll.
    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        if let Some(result) = self.shared.result.take() {
            return Poll::Ready(result);
        }
        self.shared.awaiting.set(Some(context.waker().clone()));
        Poll::Pending
    }
}

impl<T> Drop for JoinHandle<T> {
    fn drop(&mut self) {
        self.shared.detached.set(true);
    }
}

/// The task's end of what is shared. It is dropped when the task has ended, with or without
/// a result.
struct Ended<T>(Rc<Shared<T>>);

impl<T> Drop for Ended<T> {
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
        detached: Cell::new(false),
    });
    let handle = JoinHandle { shared: Rc::clone(&shared) };
    let ended = Ended(shared);
    spawner.spawn(async move {
        let shared = &ended.0;
        let result = {
            let mut future = pin!(future);
            poll_fn(|context| {
                if shared.aborted.get() {
                    return Poll::Ready(Err(JoinError::Aborted));
                }
                shared.task.set(Some(context.waker().clone()));
                // What the future leaves half done when it panics is dropped with it.
                let poll = AssertUnwindSafe(|| future.as_mut().poll(context));
                match catch_unwind(poll) {
                    Ok(poll) => poll.map(Ok),
                    Err(payload) => Poll::Ready(Err(JoinError::Panicked(payload))),
                }
            })
            .await
        };
        match result {
            Err(JoinError::Panicked(payload)) if shared.detached.get() => resume_unwind(payload),
            result => shared.result.set(Some(result)),
        }
    });
    handle
}
