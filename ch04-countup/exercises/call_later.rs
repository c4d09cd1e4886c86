//! `call_later`: teach the scheduler to wait without blocking.
//!
//! Give `Timers` a way to keep its entries in order, then let the scheduler run
//! in rounds and sleep between them. Part two of the lesson explains it.
//!
//! Check it: `cargo test --test call_later`

use std::collections::{BTreeMap, VecDeque};
use std::time::{Duration, Instant};

/// A function to be called once, later; it is handed the scheduler.
pub type Callback<'a> = Box<dyn FnOnce(&mut Scheduler<'a>) + 'a>;

/// Names one entry of [`Timers`]: its deadline, and a number. Two entries may have
/// the same deadline: which numbers keep both, and in order?
pub type Key = (Instant, u64);

/// What waits for its time, earliest deadline first.
pub struct Timers<T> {
    entries: BTreeMap<Key, T>,
    // Add what you need to make the next number.
}

impl<T> Timers<T> {
    /// No timers.
    pub fn new() -> Self {
        Self {
            entries: BTreeMap::new(),
        }
    }

    /// Keeps `value` until `delay` from now is over. A delay too long for any
    /// clock, such as `Duration::MAX`, lasts for some years.
    pub fn insert(&mut self, delay: Duration, value: T) -> Key {
        let _ = (delay, value);
        todo!("work out the deadline, make a key of it, keep the value under the key")
    }

    /// Takes an entry out before its time. Gives back `None` when it is out already.
    pub fn remove(&mut self, key: Key) -> Option<T> {
        self.entries.remove(&key)
    }

    /// Takes out the first entry, if its deadline is not after `now`.
    pub fn pop_due(&mut self, now: Instant) -> Option<T> {
        let _ = now;
        todo!("look at the first entry, and take it out if it is due")
    }

    /// The time from now to the first deadline: zero when that is over, `None`
    /// when there are no timers.
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
        Self {
            ready: VecDeque::new(),
            timers: Timers::new(),
        }
    }

    /// Queues `callback` behind all that are ready.
    pub fn call_soon(&mut self, callback: impl FnOnce(&mut Scheduler<'a>) + 'a) {
        self.ready.push_back(Box::new(callback));
    }

    /// Queues `callback` once `delay` from now is over.
    pub fn call_later(&mut self, delay: Duration, callback: impl FnOnce(&mut Scheduler<'a>) + 'a) {
        let callback: Callback<'a> = Box::new(callback);
        let _ = (delay, callback, &self.timers);
        todo!("set a timer that holds the callback")
    }

    /// Runs one round: queues the timers that are due, then calls as many
    /// callbacks as are ready now. What these queue waits for the next round, so
    /// that none of them can keep a timer from its time.
    ///
    /// Gives back how long there is nothing to do after it: zero when more is
    /// ready, `None` when nothing is left at all.
    pub fn run_once(&mut self) -> Option<Duration> {
        todo!("queue what is due, call what is ready now, tell how long there is nothing to do")
    }

    /// Runs rounds until nothing is left, and sleeps while nothing is ready.
    pub fn run(&mut self) {
        todo!("run a round, sleep as long as it says, and again")
    }
}
