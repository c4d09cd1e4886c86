//! Checks `async_sleep.rs`. Edit that file, not this one.
//!
//! - A sleep is pending until the clock has taken it out, even a sleep of zero.
//! - The clock keeps the waker of the latest poll, at the place of the first.
//! - A sleep that is dropped is forgotten.
//! - `run_with` goes on until every task has ended. In each round it wakes who is due, calls
//!   `wait` with the time until the next is due, or zero if a task is ready, and polls each ready
//!   task once.

use std::cell::{Cell, RefCell};
use std::future::{pending, poll_fn};
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::{Context, Wake, Waker};
use std::thread;
use std::time::{Duration, Instant};

use async_sleep::{Clock, EventLoop, Sleep};
use ch01_loops::workshop::check::{Notes, ends, sleeps};
use ch04_countup::answers::async_await::yield_now;
use ch04_countup::workshop::check::polled::{
    Waiting, Wakes, waker_that_runs, with_nothing_borrowed,
};

#[test]
fn check_01_the_first_poll_leaves_a_waker_with_the_clock() {
    ends(HANGS, || {
        for delay in [Duration::ZERO, SHORT] {
            let (clock, wakes) = (Clock::new(), Wakes::new());
            let poll = wakes.poll(pin!(clock.sleep(delay)));
            assert!(poll.is_pending(), "a sleep of {delay:?}: does it give the others a turn?");
        }
        let (clock, wakes) = (Clock::new(), Wakes::new());
        let mut sleep = pin!(clock.sleep(HOUR));
        let _ = wakes.poll(sleep.as_mut());
        assert!(clock.wake_due().is_some(), "an hour: is its waker among the sleepers?");
    });
}

#[test]
fn check_02_a_sleep_is_pending_until_the_clock_wakes_it() {
    ends(HANGS, || {
        let (clock, wakes) = (Clock::new(), Wakes::new());
        let mut sleep = pin!(clock.sleep(SHORT));
        assert!(wakes.poll(sleep.as_mut()).is_pending(), "it is not due");
        clock.wake_due();
        assert_eq!(wakes.count(), 0, "wake-ups before it is due");
        thread::sleep(SHORT);
        let due = wakes.poll(sleep.as_mut());
        assert!(due.is_pending(), "the clock has not yet taken it out: is it ready by the time?");
        assert_eq!(clock.wake_due(), None, "time until the next, when none is left");
        assert_eq!(wakes.count(), 1, "wake-ups when it is due: does `place` hold the key?");
        assert!(wakes.poll(sleep).is_ready(), "the clock has taken it out: is it ready then?");
    });
}

#[test]
fn check_03_the_clock_keeps_the_waker_of_the_latest_poll() {
    ends(HANGS, || {
        let (clock, first, latest) = (Clock::new(), Wakes::new(), Wakes::new());
        let mut sleep = pin!(clock.sleep(Duration::ZERO));
        assert!(first.poll(sleep.as_mut()).is_pending(), "the clock has not taken it out");
        assert!(latest.poll(sleep.as_mut()).is_pending(), "the clock has not taken it out");
        let kept = [&first, &latest].map(|wakes| Arc::strong_count(wakes) - 1);
        assert_eq!(kept, [0, 1], "wakers kept of each poll: does a later one replace the waker?");
        clock.wake_due();
        assert_eq!([first.count(), latest.count()], [0, 1], "wake-ups of the first and the latest");
    });
}

#[test]
fn check_04_a_sleep_keeps_its_place() {
    /// A waker that notes its name.
    struct Name(&'static str, Arc<Notes>);

    impl Wake for Name {
        fn wake(self: Arc<Self>) {
            self.1.note(self.0);
        }
    }

    ends(HANGS, || {
        let (clock, order) = (Clock::new(), Arc::new(Notes::default()));
        let [mut a, mut b] = [(); 2].map(|()| Box::pin(clock.sleep(SHORT)));
        let poll = |sleep: &mut Pin<Box<Sleep<'_>>>, name| {
            let waker = Waker::from(Arc::new(Name(name, Arc::clone(&order))));
            let _ = sleep.as_mut().poll(&mut Context::from_waker(&waker));
        };
        poll(&mut b, "b");
        (0..100).for_each(|_| poll(&mut a, "a"));
        thread::sleep(2 * SHORT);
        clock.wake_due();
        let question = "`a` was made first, polled last, and often: do you keep its place?";
        assert_eq!(*order, ["a", "b"], "{question}");
    });
}

#[test]
fn check_05_a_dropped_sleep_is_forgotten() {
    ends(HANGS, || {
        for delay in [Duration::MAX, Duration::ZERO] {
            let (clock, wakes) = (Clock::new(), Wakes::new());
            let mut sleep = Box::pin(clock.sleep(delay));
            assert!(wakes.poll(sleep.as_mut()).is_pending(), "at its first poll");
            drop(sleep);
            let kept = Arc::strong_count(&wakes) - 1;
            assert_eq!(kept, 0, "wakers kept: does `drop` take its own out, due or not?");
            assert_eq!(clock.wake_due(), None, "time until the next, of none");
            assert_eq!(wakes.count(), 0, "wake-ups by a sleep that did not come to its end");
        }
    });
}

/// A waker may run any code when it is called or dropped: here it looks for what is due.
#[test]
fn check_06_wakers_are_called_and_dropped_after_the_borrow() {
    thread_local!(static CLOCK: &'static Clock = Box::leak(Box::new(Clock::new())));
    ends(HANGS, || {
        with_nothing_borrowed(|| {
            let mut sleep = Box::pin(CLOCK.with(|clock| clock.sleep(Duration::MAX)));
            for _ in 0..2 {
                let waker = waker_that_runs(|| CLOCK.with(|clock| _ = clock.wake_due()));
                let _ = sleep.as_mut().poll(&mut Context::from_waker(&waker));
            }
        });
    });
}

#[test]
fn check_07_it_waits_until_the_next_sleeper_is_due() {
    ends(HANGS, || {
        let (clock, start) = (Clock::new(), Instant::now());
        let limits = limits(&clock, clock.sleep(HOUR));
        assert!(limits.len() > 1, "`wait` was called {} times: once in each round?", limits.len());
        let [new, asleep] = [limits[0], limits[1]];
        assert_eq!(new, Some(Duration::ZERO), "does `wait` get zero, and before the round?");
        let asleep = asleep.expect("a task is asleep: does `wait` get a limit?");
        assert!(asleep <= HOUR, "the limit is {asleep:?}, and it sleeps for an hour");
        let least = HOUR - start.elapsed();
        assert!(asleep >= least, "it sleeps for an hour: is the limit of {asleep:?} all of it?");
        let due = self::limits(&clock, clock.sleep(Duration::ZERO));
        let question = "a sleeper was due: do you look for ready tasks after you have woken it?";
        assert_eq!(due, [Some(Duration::ZERO); 2], "{question}");
    });
}

#[test]
fn check_08_a_task_may_wait_for_more_than_the_clock() {
    ends(HANGS, || {
        let limits = limits(&Clock::new(), pending::<()>());
        let question = "a task is left, but none is asleep: does it go on, and wait for a wake-up?";
        assert_eq!(limits, [Some(Duration::ZERO), None], "{question}");
    });
}

#[test]
fn check_09_each_round_polls_once_and_wakes_who_is_due() {
    ends("is each round one `run_once`, not `run`, and do you call `wake_due`?", || {
        let (clock, turns, woken) = (Clock::new(), Cell::new(0), Cell::new(0));
        let mut events = EventLoop::new(&clock);
        events.spawn(async {
            for turn in 1..=100 {
                turns.set(turn);
                yield_now().await;
            }
        });
        events.spawn(async {
            clock.sleep(Duration::ZERO).await;
            woken.set(turns.get());
        });
        let mut rounds = 0;
        events.run_with(|_| rounds += 1);
        let turns = woken.get();
        let question = "does a round begin with `wake_due`?";
        assert!(turns < 50, "a sleep of zero took {turns} turns: {question}");
        assert_eq!(rounds, 101, "waits, for 100 turns: is each round one `run_once`?");
    });
}

#[test]
fn check_10_without_tasks_it_does_not_wait() {
    ends(HANGS, || {
        let clock = Clock::new();
        let mut waits = 0;
        EventLoop::new(&clock).run_with(|_| waits += 1);
        assert_eq!(waits, 0, "waits, and there was no task: does it look at `is_empty` first?");
    });
}

#[test]
fn check_11_while_all_sleep_the_thread_sleeps() {
    ends("a sleep does not end: does each round call `wake_due`?", || {
        let clock = Clock::new();
        let mut events = EventLoop::new(&clock);
        (0..3).for_each(|_| events.spawn(clock.sleep(8 * SHORT)));
        let start = Instant::now();
        sleeps("three tasks sleep: do you call `wait` once a round?", || events.run());
        assert!(start.elapsed() >= 8 * SHORT, "it returned before the sleeps were over");
    });
}

// Helpers.

#[cfg_attr(feature = "solutions", path = "../solutions/async_sleep.rs")]
mod async_sleep;

/// Well over a tick of the clock, which is 15.6 ms on Windows.
const SHORT: Duration = Duration::from_millis(40);

const HOUR: Duration = Duration::from_secs(3_600);

const HANGS: &str = "does each round call `wake_due`, then `wait`, then `run_once`, until every \
    task has ended?";

/// The limits of all waits while a task awaits `job`, or something else that comes during the
/// second wait.
fn limits(clock: &Clock, job: impl Future) -> Vec<Option<Duration>> {
    let (other, limits) = (Waiting::default(), RefCell::new(Vec::new()));
    let mut events = EventLoop::with_notify(clock, || ());
    events.spawn(async {
        let (mut job, mut other) = (pin!(job), pin!(other.until_poll(2)));
        poll_fn(|context| {
            let _ = job.as_mut().poll(context);
            other.as_mut().poll(context)
        })
        .await;
    });
    events.run_with(|limit| {
        limits.borrow_mut().push(limit);
        if limits.borrow().len() == 2 {
            other.waker().wake();
        }
    });
    limits.into_inner()
}
