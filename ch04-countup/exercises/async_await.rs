//! `async_await`: write the runtime that `async fn`s take turns on.
//!
//! The compiler makes a future of an `async fn`: a value that keeps its locals and
//! where to go on, as the steps of this chapter carried `x`. To poll it is to run it
//! until it ends or has to wait; in that case it leaves a waker with whoever knows
//! when to go on. Missing: what that waker does, one turn of the runtime, and the
//! bare switch between tasks. `countdown` shows what it is all for, and `countup` is
//! yours. Part two of the lesson explains futures and wakers.
//!
//! Check it: `cargo test --test async_await`

use std::collections::{BTreeMap, VecDeque};
use std::future;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
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
        let _ = (&self.queued, &self.inbox);
        todo!("set `queued`; if it was not set before, send this task to the inbox")
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
        let _ = (patience, &self.woken, &mut self.ready, Self::poll);
        todo!("wait for a first task, take all the others that are woken too, poll each once")
    }

    /// Polls the future of `task`, if it has not ended, and keeps it while it is pending.
    fn poll(&mut self, task: Arc<Task>) {
        let waker = Waker::from(Arc::clone(&task));
        let context = Context::from_waker(&waker);
        let _ = (task.id, &task.queued, &mut self.futures, context);
        todo!("it is not queued any more; take out its future, poll it, keep it if it is pending")
    }
}

/// Gives the others a turn: pending once, and woken at once.
pub async fn yield_now() {
    let mut yielded = false;
    let switch = future::poll_fn(|context: &mut Context<'_>| -> Poll<()> {
        let _ = (&mut yielded, context);
        todo!("the first time, wake this task and be pending; the second time, be ready")
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
    let _ = (console, n);
    todo!("the loop of chapter 1, and after each step a turn for the others")
}
