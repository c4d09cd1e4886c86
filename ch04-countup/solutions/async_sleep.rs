//! Our solution to `async_sleep`.

use std::cell::RefCell;
use std::mem;
use std::pin::Pin;
use std::task::{Context, Poll, Waker};
use std::thread;
use std::time::{Duration, Instant};

use crate::async_await::{Runtime, Spawner};
use crate::call_later::{Key, Timers, deadline};

/// The clock that tasks sleep by. It knows which tasks are asleep and when to wake each.
///
/// Tasks borrow it, so it is made before the loop that they run on.
pub struct Clock {
    sleepers: RefCell<Timers<Waker>>,
}

impl Clock {
    /// A clock with no sleepers.
    pub fn new() -> Self {
        Self {
            sleepers: RefCell::new(Timers::new()),
        }
    }

    /// A future that becomes ready `delay` from now. It is never ready at its first poll,
    /// so even a sleep of no length gives the other tasks a turn.
    ///
    /// asyncio's `sleep`, tokio's `time::sleep`.
    pub fn sleep(&self, delay: Duration) -> Sleep<'_> {
        Sleep {
            clock: self,
            place: Place::New(deadline(delay)),
        }
    }

    /// Wakes the sleepers that are due, earliest deadline first, at most a thousand at a
    /// time. Returns how long it is until the next one is due, which is zero if there are
    /// more, and `None` if no task is asleep.
    pub fn wake_due(&self) -> Option<Duration> {
        let now = Instant::now();
        // Tasks that run soon after their wake are still in the processor's cache.
        for _ in 0..1_000 {
            // A waker may run any code, this clock's too: call it after the borrow.
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
    /// It was made, and not polled yet.
    New(Instant),
    /// It was polled: its waker is among the sleepers, until it is due.
    Entered(Key),
    /// The clock has taken it out.
    Over,
}

impl Future for Sleep<'_> {
    type Output = ();

    /// Ready when the clock has taken it out, and no sooner. Until then the clock has the
    /// waker of the latest poll.
    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        let clock = self.clock;
        let mut waker = context.waker().clone();
        let mut sleepers = clock.sleepers.borrow_mut();
        match self.place {
            Place::New(deadline) => {
                self.place = Place::Entered(sleepers.insert(deadline, waker));
                Poll::Pending
            }
            Place::Entered(key) => match sleepers.get_mut(key) {
                Some(kept) => {
                    // The waker before is dropped after the borrow: that may run any code, too.
                    mem::swap(kept, &mut waker);
                    Poll::Pending
                }
                None => {
                    self.place = Place::Over;
                    Poll::Ready(())
                }
            },
            Place::Over => Poll::Ready(()),
        }
    }
}

impl Drop for Sleep<'_> {
    /// A sleep that is dropped early wakes nothing.
    fn drop(&mut self) {
        if let Place::Entered(key) = self.place {
            let waker = self.clock.sleepers.borrow_mut().remove(key);
            drop(waker);
        }
    }
}

/// Tasks, and their sleeps, on one thread: an executor polls the tasks, an event loop also
/// waits for events, here for time to pass. asyncio's event loop.
pub struct EventLoop<'a> {
    clock: &'a Clock,
    tasks: Runtime<'a>,
}

impl<'a> EventLoop<'a> {
    /// A loop with nothing to do, for tasks that sleep by `clock`.
    pub fn new(clock: &'a Clock) -> Self {
        Self {
            clock,
            tasks: Runtime::new(),
        }
    }

    /// As [`new`](EventLoop::new), for a loop that waits in a way of its own, in
    /// [`run_with`](EventLoop::run_with). `rouse` must end that wait, or keep it from
    /// beginning; it is called on the thread of whatever wakes a task.
    pub fn with_rouse(clock: &'a Clock, rouse: impl Fn() + Send + Sync + 'static) -> Self {
        Self {
            clock,
            tasks: Runtime::with_rouse(rouse),
        }
    }

    /// A handle that starts tasks on this loop, from within its tasks too.
    pub fn spawner(&self) -> Spawner<'a> {
        self.tasks.spawner()
    }

    /// Makes a task of `future`.
    pub fn spawn(&mut self, future: impl Future<Output = ()> + 'a) {
        self.tasks.spawn(future);
    }

    /// Runs until every task has ended. While all of them sleep, so does the thread.
    pub fn run(&mut self) {
        self.run_with(|limit| match limit {
            Some(limit) => thread::park_timeout(limit),
            None => thread::park(),
        });
    }

    /// Runs until every task has ended. In each round the sleepers that are due are woken,
    /// `wait` waits, and the tasks that are ready are polled once.
    ///
    /// `wait` is told how long it may wait at most: until the next sleeper is due, no time
    /// at all if a task is ready, forever for `None`. It must return early when the loop is
    /// roused, also if that happened before it was called.
    pub fn run_with(&mut self, mut wait: impl FnMut(Option<Duration>)) {
        while !self.tasks.is_empty() {
            let until_next = self.clock.wake_due();
            let limit = if self.tasks.is_ready() {
                Some(Duration::ZERO)
            } else {
                until_next
            };
            wait(limit);
            self.tasks.run_once();
        }
    }
}
