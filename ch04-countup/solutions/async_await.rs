//! Our answer to `async_await`.

use std::collections::{BTreeMap, VecDeque};
use std::future;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver, Sender};
use std::task::{Context, Poll, Wake, Waker};
use std::time::Duration;

use ch01_loops::Console;

/// A task as its wakers know it: where to put it when it is woken. Wakers may go
/// to any thread; the future stays behind with the runtime.
struct Task {
    id: u64,
    queued: AtomicBool,
    inbox: Sender<Arc<Task>>,
}

impl Wake for Task {
    /// Puts this task in the inbox of its runtime, unless it is there already. Does
    /// nothing when the runtime is gone.
    fn wake(self: Arc<Self>) {
        if !self.queued.swap(true, Ordering::AcqRel) {
            // Nobody is there to receive it once the runtime is dropped.
            let _ = self.inbox.send(Arc::clone(&self));
        }
    }
}

/// Runs futures on the thread that calls [`run`](Runtime::run). A future is
/// polled once when it is new, and then only when it was woken.
pub struct Runtime<'a> {
    /// The tasks that have not ended, by id.
    futures: BTreeMap<u64, Pin<Box<dyn Future<Output = ()> + 'a>>>,
    /// Whose turn it is, as in chapter 3.
    ready: VecDeque<Arc<Task>>,
    /// Who was woken since. Wakers put it in through `inbox`, the other end.
    woken: Receiver<Arc<Task>>,
    inbox: Sender<Arc<Task>>,
    spawned: u64,
}

impl<'a> Runtime<'a> {
    /// A runtime without tasks.
    pub fn new() -> Self {
        let (inbox, woken) = mpsc::channel();
        Self {
            futures: BTreeMap::new(),
            ready: VecDeque::new(),
            woken,
            inbox,
            spawned: 0,
        }
    }

    /// Makes a task of `future`, which is polled for the first time in the next turn.
    pub fn spawn(&mut self, future: impl Future<Output = ()> + 'a) {
        self.spawned += 1;
        self.futures.insert(self.spawned, Box::pin(future));
        let task = Task {
            id: self.spawned,
            queued: AtomicBool::new(false),
            inbox: self.inbox.clone(),
        };
        Arc::new(task).wake();
    }

    /// Whether every task has come to its end.
    pub fn is_empty(&self) -> bool {
        self.futures.is_empty()
    }

    /// Takes turns until every task has come to its end.
    pub fn run(&mut self) {
        while !self.is_empty() {
            self.turn(Duration::MAX);
        }
    }

    /// Waits until a task is woken, but no longer than `patience`; then polls each
    /// task that is woken by now, once. What they wake waits for the next turn.
    pub fn turn(&mut self, patience: Duration) {
        if self.ready.is_empty() {
            self.ready.extend(self.woken.recv_timeout(patience));
        }
        self.ready.extend(self.woken.try_iter());
        while let Some(task) = self.ready.pop_front() {
            self.poll(task);
        }
    }

    /// Polls the future of `task`, if it has not ended, and keeps it while it is pending.
    fn poll(&mut self, task: Arc<Task>) {
        // Before the poll, during which the task may be woken again. `store` would not
        // do: a `swap` also sees what the waking thread wrote before.
        task.queued.swap(false, Ordering::AcqRel);
        let id = task.id;
        let waker = Waker::from(task);
        if let Some(mut future) = self.futures.remove(&id) {
            let mut context = Context::from_waker(&waker);
            if future.as_mut().poll(&mut context).is_pending() {
                self.futures.insert(id, future);
            }
        }
    }
}

/// Gives the others a turn: pending once, and woken at once.
pub async fn yield_now() {
    let mut yielded = false;
    let switch = future::poll_fn(|context| {
        if yielded {
            return Poll::Ready(());
        }
        yielded = true;
        context.waker().wake_by_ref();
        Poll::Pending
    });
    switch.await;
}

/// Prints `n`, `n - 1`, … down to 1, one number a turn, and waits one second after each.
pub async fn countdown(console: &Console, mut n: u64) {
    while n > 0 {
        console.print(n);
        console.sleep(1);
        n -= 1;
        yield_now().await;
    }
}

/// Prints 0, 1, … up to `n - 1`, one number a turn, and waits one second after each.
pub async fn countup(console: &Console, n: u64) {
    let mut x = 0;
    while x < n {
        console.print(x);
        console.sleep(1);
        x += 1;
        yield_now().await;
    }
}
