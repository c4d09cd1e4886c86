//! `async_sleep`: write a sleep that holds up its task rather than the thread.
//!
//! A sleeping task leaves its waker with a clock: the `Timers` of `call_later`, with wakers
//! instead of callbacks. You write what a sleep does when it is polled and when it is
//! dropped, and the loop that runs the tasks and waits for the clock.
//!
//! Its page: exercises/async_sleep.md
//! Check it: `cargo exercises async_sleep`

#![allow(unused)] // until every `todo!()` is filled in

use std::cell::RefCell;
use std::mem;
use std::pin::Pin;
use std::task::{Context, Poll, Waker};
use std::thread;
use std::time::{Duration, Instant};

use ch04_countup::answers::async_await::Runtime;
use ch04_countup::answers::call_later::{Key, Timers, deadline};

/// The clock that tasks sleep by. It knows which tasks are asleep and when to wake each.
///
/// Tasks borrow it, so make it before the loop that runs them.
pub struct Clock {
    sleepers: RefCell<Timers<Waker>>,
}

impl Clock {
    /// A clock with no sleepers.
    pub fn new() -> Self {
        Self { sleepers: RefCell::new(Timers::new()) }
    }

    /// A future that becomes ready `delay` from now. It is never ready at its first poll,
    /// so even a sleep of zero gives the other tasks a turn.
    ///
    /// asyncio's `sleep`, tokio's `time::sleep`.
    pub fn sleep(&self, delay: Duration) -> Sleep<'_> {
        Sleep { clock: self, place: Place::New(deadline(delay)) }
    }

    /// Wakes the sleepers that are due, earliest deadline first, at most a thousand at a
    /// time. Returns the time until the next one is due: zero if more are, `None` if no
    /// task is asleep.
    pub fn wake_due(&self) -> Option<Duration> {
        let now = Instant::now();
        // Tasks that run soon after they are woken are still in the processor's cache.
        for _ in 0..1_000 {
            // A waker may run any code, even this clock's: call it after the borrow.
            let due = self.sleepers.borrow_mut().pop_due(now);
            match due {
                Some(waker) => waker.wake(),
                None => break,
            }
        }
        self.sleepers.borrow().until_next()
    }
}

/// A wait that holds up only the task that awaits it. Made by [`Clock::sleep`].
pub struct Sleep<'a> {
    clock: &'a Clock,
    place: Place,
}

enum Place {
    /// It has not been polled.
    New(Instant),
    /// It has been polled: the clock keeps its waker until it is due.
    Entered(Key),
}

impl Future for Sleep<'_> {
    type Output = ();

    /// Ready once the clock has taken it out, and no sooner. Until then the clock keeps the
    /// waker of the latest poll.
    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        let mut waker = context.waker().clone();
        let mut sleepers = self.clock.sleepers.borrow_mut();
        match self.place {
            Place::New(deadline) => {
                todo!("give the clock the waker, note the key in `place`, and be pending")
            }
            Place::Entered(key) => {
                todo!("if its waker is there, replace it and be pending; if not, be ready")
            }
        }
    }
}

impl Drop for Sleep<'_> {
    /// A sleep that is dropped early wakes nothing.
    fn drop(&mut self) {
        // Not a `todo!`, which would end the program here. Take the waker out of the clock.
    }
}

/// Runs tasks and their sleeps on one thread: an executor polls tasks, and an event loop
/// also waits for events, here for time to pass. asyncio's event loop.
pub struct EventLoop<'a> {
    clock: &'a Clock,
    /// The tasks.
    pub tasks: Runtime<'a>,
}

impl<'a> EventLoop<'a> {
    /// A loop with nothing to do, for tasks that sleep by `clock`.
    pub fn new(clock: &'a Clock) -> Self {
        Self { clock, tasks: Runtime::new() }
    }

    /// Like [`new`](EventLoop::new), for a loop that waits in its own way, in
    /// [`run_with`](EventLoop::run_with). `notify` must end that wait, or keep it from
    /// beginning. It is called on the thread that wakes a task.
    pub fn with_notify(clock: &'a Clock, notify: impl Fn() + Send + Sync + 'static) -> Self {
        Self { clock, tasks: Runtime::with_notify(notify) }
    }

    /// Makes a task of `future`.
    pub fn spawn(&mut self, future: impl Future<Output = ()> + 'a) {
        self.tasks.spawn(future);
    }

    /// Runs until every task has ended. While all of them sleep, so does the thread.
    pub fn run(&mut self) {
        self.run_with(|limit| match limit {
            Some(Duration::ZERO) => {}
            // No less, so thousands of sleepers share a wake-up.
            Some(limit) => thread::park_timeout(limit.max(Duration::from_millis(1))),
            None => thread::park(),
        });
    }

    /// Runs until every task has ended. Each round wakes the sleepers that are due, calls
    /// `wait`, and polls the tasks that are ready once.
    ///
    /// The argument of `wait` is how long it may wait: until the next sleeper is due, zero
    /// if a task is ready; `None` is no limit. It must return early when the loop is notified,
    /// even if that happens before the call.
    pub fn run_with(&mut self, mut wait: impl FnMut(Option<Duration>)) {
        todo!("until every task has ended: wake who is due, `wait` (how long?), run a round")
    }
}
