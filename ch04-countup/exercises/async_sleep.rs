//! `async_sleep`: write a sleep that stops one task and not the thread.
//!
//! A task that sleeps leaves its waker with a clock. The clock is the `Timers` of
//! `call_later`, with wakers in place of callbacks; the loop looks at it in every
//! round, beside the callbacks of `call_later` and the tasks of `async_await`, and
//! waits only when none of them has anything to do. Missing: what a sleep does when
//! it is polled and when it is dropped, and that loop. Part two of the
//! lesson says what a round is.
//!
//! Check it: `cargo test --test async_sleep`

use std::cell::RefCell;
use std::pin::Pin;
use std::task::{Context, Poll, Waker};
use std::time::{Duration, Instant};

use crate::async_await::Runtime;
use crate::call_later::{Key, Scheduler, Timers, deadline};

/// What tasks sleep by. It knows who sleeps, and whom to wake when.
///
/// Tasks borrow it, so it is made before the loop that they run on.
pub struct Clock {
    sleepers: RefCell<Timers<Waker>>,
}

impl Clock {
    /// A clock by which nobody sleeps.
    pub fn new() -> Self {
        Self {
            sleepers: RefCell::new(Timers::new()),
        }
    }

    /// A future that is ready when `delay` from now is over.
    pub fn sleep(&self, delay: Duration) -> Sleep<'_> {
        // Until it is polled there is nobody to wake.
        let key = self.insert(delay, Waker::noop());
        Sleep {
            clock: self,
            deadline: key.0,
            key,
        }
    }

    /// Keeps `waker` until `delay` from now is over.
    fn insert(&self, delay: Duration, waker: &Waker) -> Key {
        self.sleepers
            .borrow_mut()
            .insert(deadline(delay), waker.clone())
    }

    /// Takes a waker out before its time, if it is still in.
    fn remove(&self, key: Key) {
        self.sleepers.borrow_mut().remove(key);
    }

    /// Takes out the first waker whose time has come.
    fn pop_due(&self, now: Instant) -> Option<Waker> {
        self.sleepers.borrow_mut().pop_due(now)
    }

    /// The time from now until the first waker is due. `None` when nobody sleeps.
    fn until_next(&self) -> Option<Duration> {
        self.sleepers.borrow().until_next()
    }
}

/// A wait that blocks nobody but the task that awaits it. Made by [`Clock::sleep`].
pub struct Sleep<'a> {
    clock: &'a Clock,
    deadline: Instant,
    key: Key,
}

impl Future for Sleep<'_> {
    type Output = ();

    /// Ready when the deadline is over; before, it leaves the waker of this poll
    /// with the clock, in place of the one of the poll before.
    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        let _ = (context, self.deadline, &mut self.key);
        todo!("over, or not yet: then replace the waker that the clock has by this one")
    }
}

impl Drop for Sleep<'_> {
    /// A sleep that is dropped early wakes nobody.
    fn drop(&mut self) {
        // Not a todo!, which would end the program here: take the waker out of the clock.
        let _ = (self.clock, Clock::remove);
    }
}

/// Both styles on one thread: callbacks and timers, tasks and their sleeps.
/// asyncio's event loop.
pub struct EventLoop<'a> {
    clock: &'a Clock,
    scheduler: Scheduler<'a>,
    tasks: Runtime<'a>,
}

impl<'a> EventLoop<'a> {
    /// A loop with nothing to do, for tasks that sleep by `clock`.
    pub fn new(clock: &'a Clock) -> Self {
        Self {
            clock,
            scheduler: Scheduler::new(),
            tasks: Runtime::new(),
        }
    }

    /// Makes a task of `future`.
    pub fn spawn(&mut self, future: impl Future<Output = ()> + 'a) {
        self.tasks.spawn(future);
    }

    /// Queues `callback` behind all that are ready.
    pub fn call_soon(&mut self, callback: impl FnOnce(&mut Scheduler<'a>) + 'a) {
        self.scheduler.call_soon(callback);
    }

    /// Queues `callback` when `delay` from now is over.
    pub fn call_later(&mut self, delay: Duration, callback: impl FnOnce(&mut Scheduler<'a>) + 'a) {
        self.scheduler.call_later(delay, callback);
    }

    /// Runs until no callback, no timer and no task is left. In each round the
    /// sleepers that are due are woken, the callbacks that are ready are called and
    /// the tasks that are woken are polled; when there are none, it waits.
    pub fn run(&mut self) {
        let _ = (Clock::pop_due, Clock::until_next, self.clock);
        let _ = (&mut self.scheduler, &mut self.tasks);
        todo!("round after round: wake who is due, `run_once` the callbacks, `turn` the tasks")
    }
}
