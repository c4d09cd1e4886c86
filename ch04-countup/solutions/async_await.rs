//! Our solution to `async_await`.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::future::poll_fn;
use std::pin::Pin;
use std::rc::Rc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Wake, Waker};
use std::thread;

use ch04_countup::given::{Key, Slab};

/// The ready queue: the keys of the tasks to poll. Wakers push to it, from any thread.
struct Ready {
    keys: Mutex<VecDeque<Key>>,
    /// Ends the wait of the runtime's thread.
    notify: Box<dyn Fn() + Send + Sync>,
}

impl Ready {
    /// Queues a task, and notifies the thread if it may be waiting: only if there was none.
    fn push(&self, key: Key) {
        let mut keys = self.keys.lock().unwrap();
        let was_empty = keys.is_empty();
        keys.push_back(key);
        // `notify` is not our code: do not call it with the lock held.
        drop(keys);
        if was_empty {
            (self.notify)();
        }
    }
}

/// A task as its wakers see it, on any thread. Its future stays with the runtime.
struct Task {
    key: Key,
    /// True while its key is in the ready queue. Set and cleared with `swap`.
    queued: AtomicBool,
    ready: Arc<Ready>,
}

impl Wake for Task {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    /// Queues this task, unless it is already queued.
    fn wake_by_ref(self: &Arc<Self>) {
        if !self.queued.swap(true, Ordering::AcqRel) {
            self.ready.push(self.key);
        }
    }
}

/// The future of a task, which may borrow what lives as long as `'a`.
pub type BoxFuture<'a> = Pin<Box<dyn Future<Output = ()> + 'a>>;

/// Runs futures on the thread that calls [`run`](Runtime::run). A future is polled once
/// when it is new, and then only when it was woken.
///
/// A panic in a future leaves `run`, and ends only its own task: another `run` continues
/// with the rest. Its nearest relative is tokio's current-thread runtime with a `LocalSet`.
pub struct Runtime<'a> {
    /// The tasks that have not ended.
    tasks: Slab<(BoxFuture<'a>, Arc<Task>, Waker)>,
    ready: Arc<Ready>,
    /// The tasks still to be polled in this round.
    round: VecDeque<Key>,
    /// The futures spawned since the last round began. It is shared with the spawners of
    /// `join_handle`.
    pub newcomers: Rc<RefCell<Vec<BoxFuture<'a>>>>,
}

impl<'a> Runtime<'a> {
    /// A runtime without tasks.
    pub fn new() -> Self {
        let thread = thread::current();
        Self::with_notify(move || thread.unpark())
    }

    /// Like [`new`](Runtime::new), for a thread that calls [`run_once`](Runtime::run_once) and
    /// waits in its own way. `notify` must end that wait, or keep it from beginning, and may
    /// be called on any thread.
    pub fn with_notify(notify: impl Fn() + Send + Sync + 'static) -> Self {
        let ready = Arc::new(Ready { keys: Mutex::default(), notify: Box::new(notify) });
        let round = VecDeque::new();
        Self { tasks: Slab::new(), ready, round, newcomers: Rc::default() }
    }

    /// Makes a task of `future`, which is polled for the first time in the next round.
    pub fn spawn(&mut self, future: impl Future<Output = ()> + 'a) {
        self.newcomers.borrow_mut().push(Box::pin(future));
    }

    /// True if every task has ended.
    pub fn is_empty(&self) -> bool {
        self.tasks.is_empty() && self.newcomers.borrow().is_empty()
    }

    /// True if a task is ready, because it is new or was woken.
    pub fn is_ready(&self) -> bool {
        // The round is left unfinished when a task panics.
        !self.round.is_empty()
            || !self.newcomers.borrow().is_empty()
            || !self.ready.keys.lock().unwrap().is_empty()
    }

    /// Runs rounds until every task has ended, and parks the thread while none is ready.
    pub fn run(&mut self) {
        while !self.is_empty() {
            if !self.is_ready() {
                thread::park();
            }
            self.run_once();
        }
    }

    /// Runs one round: polls once every task that was woken or is new. Tasks that these wake
    /// or spawn wait for the next round. Never waits.
    pub fn run_once(&mut self) {
        self.round.append(&mut self.ready.keys.lock().unwrap());
        for future in self.newcomers.take() {
            let (queued, ready) = (AtomicBool::new(true), Arc::clone(&self.ready));
            self.round.push_back(self.tasks.insert_with(|key| {
                let task = Arc::new(Task { key, queued, ready });
                (future, Arc::clone(&task), Waker::from(task))
            }));
        }
        while let Some(key) = self.round.pop_front() {
            self.poll(key);
        }
    }

    /// Polls the future of a task, if it has not ended, and keeps it while it is pending.
    fn poll(&mut self, key: Key) {
        // Out of the slab during the poll, so a future that panics leaves nothing behind.
        let Some((mut future, task, waker)) = self.tasks.take(key) else { return };
        // Before the poll, during which the task may be woken again. Not with `store`: the
        // poll might then miss what a waking thread has just written.
        task.queued.swap(false, Ordering::AcqRel);
        if future.as_mut().poll(&mut Context::from_waker(&waker)).is_pending() {
            self.tasks.put_back(key, (future, task, waker));
        }
    }
}

/// Gives the other tasks a turn: pending the first time, but woken immediately.
pub async fn yield_now() {
    let mut yielded = false;
    poll_fn(|context| {
        if yielded {
            return Poll::Ready(());
        }
        yielded = true;
        context.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
}
