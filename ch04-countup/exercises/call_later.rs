//! `call_later`: teach the scheduler to wait once for all its tasks.
//!
//! Fill the five holes from the top down: the timers by themselves (checks 1 to 5), then a
//! round (6 to 10), then the loop that runs rounds and sleeps between them.
//!
//! Its page: exercises/call_later.md
//! Check it: `cargo exercises call_later`

#![allow(unused)] // until every todo!() is filled in

use std::collections::{BTreeMap, VecDeque};
use std::thread;
use std::time::{Duration, Instant};

/// A function to be called once, later, with the scheduler as its argument.
pub type Callback<'a> = Box<dyn FnOnce(&mut Scheduler<'a>) + 'a>;

/// Identifies one entry of [`Timers`]: its deadline, and a number. Two entries may have
/// the same deadline: which numbers keep both, and in order?
pub type Key = (Instant, u64);

/// The moment `delay` from now. A delay too long for any clock, such as
/// `Duration::MAX`, is capped at some 30 years.
pub fn deadline(delay: Duration) -> Instant {
    Instant::now() + delay.min(Duration::from_secs(1_000_000_000))
}

/// Values waiting for their deadlines, earliest first.
pub struct Timers<T> {
    entries: BTreeMap<Key, T>,
    // Add a field for the next number.
}

impl<T> Timers<T> {
    /// No timers.
    pub fn new() -> Self {
        Self { entries: BTreeMap::new() }
    }

    /// Keeps `value` until `deadline`. Returns its key.
    pub fn insert(&mut self, deadline: Instant, value: T) -> Key {
        todo!("make a key of the deadline and a number, and keep the value under it")
    }

    /// The value under `key`, or `None` if it has been taken out.
    pub fn get_mut(&mut self, key: Key) -> Option<&mut T> {
        self.entries.get_mut(&key)
    }

    /// Takes an entry out early. Returns `None` if it has been taken out already.
    pub fn remove(&mut self, key: Key) -> Option<T> {
        self.entries.remove(&key)
    }

    /// Takes out the first entry if its deadline is not after `now`.
    pub fn pop_due(&mut self, now: Instant) -> Option<T> {
        todo!("look at the first entry, and take it out if it is due")
    }

    /// The time from now to the first deadline: zero if it has passed, `None` if there
    /// are no timers.
    pub fn until_next(&self) -> Option<Duration> {
        todo!("subtract now from the first deadline")
    }
}

/// The scheduler of chapter 3, which now knows about time.
pub struct Scheduler<'a> {
    ready: VecDeque<Callback<'a>>,
    timers: Timers<Callback<'a>>,
}

impl<'a> Scheduler<'a> {
    /// A scheduler with nothing to do.
    pub fn new() -> Self {
        Self { ready: VecDeque::new(), timers: Timers::new() }
    }

    /// Queues `callback` behind all that are ready.
    pub fn call_soon(&mut self, callback: impl FnOnce(&mut Scheduler<'a>) + 'a) {
        self.ready.push_back(Box::new(callback));
    }

    /// Queues `callback` when `delay` has passed. Returns a key, with which to cancel it.
    pub fn call_later(
        &mut self,
        delay: Duration,
        callback: impl FnOnce(&mut Scheduler<'a>) + 'a,
    ) -> Key {
        self.timers.insert(deadline(delay), Box::new(callback))
    }

    /// Drops the callback under `key` without calling it. Returns `false` if it is too
    /// late: the callback is ready, has been called, or was cancelled before.
    pub fn cancel(&mut self, key: Key) -> bool {
        self.timers.remove(key).is_some()
    }

    /// Runs one round: queues the callbacks of the timers that are due, then calls as many
    /// callbacks as are ready now. What these queue stands behind them and waits for the
    /// next round, so no callback can hold up a timer. (One that runs the scheduler itself
    /// takes turns away from this round, which gives them to what was queued since.)
    ///
    /// Returns the time until there is something to do: zero if more is ready, `None`
    /// if nothing is left at all.
    pub fn run_once(&mut self) -> Option<Duration> {
        todo!("queue what is due, call what is ready now, return the time until the next")
    }

    /// Runs rounds until nothing is left, and sleeps while nothing is ready.
    pub fn run(&mut self) {
        todo!("run a round, sleep for as long as it returns, and repeat")
    }
}
