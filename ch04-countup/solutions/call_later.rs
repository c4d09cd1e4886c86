//! Our solution to `call_later`.

use std::collections::{BTreeMap, VecDeque};
use std::thread;
use std::time::{Duration, Instant};

/// A function to be called once, later, with the scheduler as its argument.
pub type Callback<'a> = Box<dyn FnOnce(&mut Scheduler<'a>) + 'a>;

/// Identifies one entry of [`Timers`]: its deadline, and a sequence number that keeps
/// entries with the same deadline apart, and in order.
pub type Key = (Instant, u64);

/// The moment `delay` from now. A delay too long for any clock, such as
/// `Duration::MAX`, is capped at some 30 years.
pub fn deadline(delay: Duration) -> Instant {
    Instant::now() + delay.min(Duration::from_secs(1_000_000_000))
}

/// Values waiting for their deadlines, earliest first.
pub struct Timers<T> {
    entries: BTreeMap<Key, T>,
    sequence: u64,
}

impl<T> Timers<T> {
    /// No timers.
    pub fn new() -> Self {
        Self { entries: BTreeMap::new(), sequence: 0 }
    }

    /// Keeps `value` until `deadline`. Returns its key.
    pub fn insert(&mut self, deadline: Instant, value: T) -> Key {
        self.sequence += 1;
        let key = (deadline, self.sequence);
        self.entries.insert(key, value);
        key
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
        let first = self.entries.first_entry()?;
        (first.key().0 <= now).then(|| first.remove())
    }

    /// The time from now to the first deadline: zero if it has passed, `None` if there
    /// are no timers.
    pub fn until_next(&self) -> Option<Duration> {
        let ((deadline, _), _) = self.entries.first_key_value()?;
        Some(deadline.saturating_duration_since(Instant::now()))
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
        let now = Instant::now();
        while let Some(callback) = self.timers.pop_due(now) {
            self.ready.push_back(callback);
        }
        for _ in 0..self.ready.len() {
            let Some(callback) = self.ready.pop_front() else { break };
            callback(self);
        }
        if self.ready.is_empty() { self.timers.until_next() } else { Some(Duration::ZERO) }
    }

    /// Runs rounds until nothing is left, and sleeps while nothing is ready.
    pub fn run(&mut self) {
        while let Some(pause) = self.run_once() {
            thread::sleep(pause);
        }
    }
}
