//! `async_await`: write the runtime that `async fn`s take turns on.
//!
//! `block_on` polls one future; here one thread holds many, and polls those that were
//! woken. The ready queue and the store of futures are given. You write `yield_now`, how
//! one task is polled, what a waker does, and when the thread waits.
//!
//! Its page: exercises/async_await.md
//!
//! Check it: `cargo test --test async_await`

use std::cell::RefCell;
use std::collections::VecDeque;
use std::future;
use std::pin::Pin;
use std::rc::{Rc, Weak};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Wake, Waker};
use std::thread;

/// The ready queue. Wakers push to it, from any thread.
struct Ready {
    /// `None` once the runtime is gone.
    tasks: Mutex<Option<VecDeque<Arc<Task>>>>,
    /// Ends the wait of the runtime's thread.
    rouse: Box<dyn Fn() + Send + Sync>,
}

impl Ready {
    /// Queues `task`, and rouses the runtime's thread if it may be waiting: it waits only
    /// while the queue is empty. Does nothing once the runtime is gone.
    fn push(&self, task: Arc<Task>) {
        let mut tasks = self.tasks.lock().unwrap();
        let Some(queue) = &mut *tasks else { return };
        let was_empty = queue.is_empty();
        queue.push_back(task);
        // `rouse` is not our code: do not call it with the lock held.
        drop(tasks);
        if was_empty {
            (self.rouse)();
        }
    }
}

/// A task as its wakers see it: where to put it when it is woken. Wakers may move to
/// any thread; the future stays with the runtime.
struct Task {
    id: Id,
    /// Whether it is in the ready queue.
    queued: AtomicBool,
    ready: Arc<Ready>,
}

impl Wake for Task {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    /// Queues this task, unless it is already queued.
    fn wake_by_ref(self: &Arc<Self>) {
        let _ = (&self.queued, Ordering::AcqRel, &self.ready, Ready::push);
        todo!("set `queued`; if it was not set, push this task to the ready queue")
    }
}

/// Identifies a task: the slot that holds its future, and a number, because slots are used
/// again.
#[derive(Clone, Copy)]
struct Id {
    slot: usize,
    number: u64,
}

type BoxFuture<'a> = Pin<Box<dyn Future<Output = ()> + 'a>>;

/// The futures of the tasks that have not ended.
#[derive(Default)]
struct Futures<'a> {
    /// Each future with the number of its task.
    slots: Vec<Option<(u64, BoxFuture<'a>)>>,
    /// The empty slots.
    free: Vec<usize>,
    /// The number of the next task.
    number: u64,
}

impl<'a> Futures<'a> {
    fn is_empty(&self) -> bool {
        self.free.len() == self.slots.len()
    }

    /// Keeps the future of a new task.
    fn insert(&mut self, future: BoxFuture<'a>) -> Id {
        let slot = self.free.pop().unwrap_or(self.slots.len());
        if slot == self.slots.len() {
            self.slots.push(None);
        }
        let number = self.number;
        self.number += 1;
        self.slots[slot] = Some((number, future));
        Id { slot, number }
    }

    /// Takes a future out. Returns `None` if it has been taken out already.
    fn take(&mut self, id: Id) -> Option<BoxFuture<'a>> {
        let slot = &mut self.slots[id.slot];
        let (_, future) = slot.take_if(|(number, _)| *number == id.number)?;
        self.free.push(id.slot);
        Some(future)
    }

    /// Puts back the future that was taken out last.
    fn put_back(&mut self, id: Id, future: BoxFuture<'a>) {
        self.free.pop();
        self.slots[id.slot] = Some((id.number, future));
    }
}

/// Starts tasks from within tasks: a task cannot borrow the runtime that holds it, but
/// it can own a spawner. The name comes from `futures::executor::LocalSpawner`.
#[derive(Clone)]
pub struct Spawner<'a> {
    /// Weak, as these futures may own spawners: strong ones would be a reference cycle.
    newcomers: Weak<RefCell<Vec<BoxFuture<'a>>>>,
}

impl<'a> Spawner<'a> {
    /// Makes a task of `future`, which is polled for the first time in the next round.
    /// Drops it if the runtime is gone.
    pub fn spawn(&self, future: impl Future<Output = ()> + 'a) {
        if let Some(newcomers) = self.newcomers.upgrade() {
            newcomers.borrow_mut().push(Box::pin(future));
        }
    }
}

/// Runs futures on the thread that calls [`run`](Runtime::run). A future is polled once
/// when it is new, and then only when it was woken.
///
/// A panic in a future leaves `run`, and ends only its own task: another `run` continues
/// with the rest. Otherwise this is tokio's current-thread runtime with a `LocalSet`.
pub struct Runtime<'a> {
    futures: Futures<'a>,
    /// The futures of the tasks that were spawned since the last round began.
    newcomers: Rc<RefCell<Vec<BoxFuture<'a>>>>,
    ready: Arc<Ready>,
    /// The tasks still to be polled in this round.
    round: VecDeque<Arc<Task>>,
}

impl<'a> Runtime<'a> {
    /// A runtime without tasks.
    pub fn new() -> Self {
        let thread = thread::current();
        Self::with_rouse(move || thread.unpark())
    }

    /// As [`new`](Runtime::new), for a thread that waits not in `run` but in its own way,
    /// between calls of [`run_once`](Runtime::run_once). `rouse` must end that wait, or
    /// keep it from beginning. It is called on any thread, when a first task is woken.
    pub fn with_rouse(rouse: impl Fn() + Send + Sync + 'static) -> Self {
        let ready = Ready { tasks: Mutex::new(Some(VecDeque::new())), rouse: Box::new(rouse) };
        Self {
            futures: Futures::default(),
            newcomers: Rc::default(),
            ready: Arc::new(ready),
            round: VecDeque::new(),
        }
    }

    /// A handle that starts tasks on this runtime, from within its tasks too.
    pub fn spawner(&self) -> Spawner<'a> {
        Spawner { newcomers: Rc::downgrade(&self.newcomers) }
    }

    /// Makes a task of `future`, which is polled for the first time in the next round.
    pub fn spawn(&mut self, future: impl Future<Output = ()> + 'a) {
        self.spawner().spawn(future);
    }

    /// Whether every task has ended.
    pub fn is_empty(&self) -> bool {
        self.futures.is_empty() && self.newcomers.borrow().is_empty()
    }

    /// Whether [`run_once`](Runtime::run_once) has something to do: a task that is new
    /// or was woken.
    pub fn is_ready(&self) -> bool {
        let woken = |queue: &VecDeque<_>| !queue.is_empty();
        // The round is left unfinished when a task panics.
        !self.round.is_empty()
            || !self.newcomers.borrow().is_empty()
            || self.ready.tasks.lock().unwrap().as_ref().is_some_and(woken)
    }

    /// Runs rounds until every task has ended, and parks the thread while none is ready.
    pub fn run(&mut self) {
        let _ = (self.is_empty(), self.is_ready(), thread::park);
        todo!("until every task has ended: park if none is ready, then run a round")
    }

    /// Runs one round: polls once every task that has been woken or is new. Tasks that
    /// these wake or spawn wait for the next round. Never waits.
    pub fn run_once(&mut self) {
        if let Some(woken) = &mut *self.ready.tasks.lock().unwrap() {
            self.round.append(woken);
        }
        for future in self.newcomers.take() {
            let task = Task {
                id: self.futures.insert(future),
                queued: AtomicBool::new(true),
                ready: Arc::clone(&self.ready),
            };
            self.round.push_back(Arc::new(task));
        }
        while let Some(task) = self.round.pop_front() {
            self.poll(task);
        }
    }

    /// Polls the future of `task`, if it has not ended, and keeps it while it is pending.
    fn poll(&mut self, task: Arc<Task>) {
        let _ = (&task.queued, task.id, Futures::take, Futures::put_back);
        let _ = (&mut self.futures, Waker::from(task), Context::from_waker);
        todo!("clear `queued`; take its future, poll it, put it back if it is pending")
    }
}

impl Drop for Runtime<'_> {
    /// Tasks woken from now on are not kept: the queue would own them, and each of them
    /// owns the queue.
    fn drop(&mut self) {
        let woken = self.ready.tasks.lock().unwrap().take();
        drop(woken);
    }
}

/// Gives the other tasks a turn: pending the first time, but woken immediately.
pub async fn yield_now() {
    let mut yielded = false;
    let switch = future::poll_fn(|context| -> Poll<()> {
        let _ = (&mut yielded, context);
        todo!("the first time, wake this task and be pending; the second time, be ready")
    });
    switch.await;
}
