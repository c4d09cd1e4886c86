//! Checks `time_limit.rs`. Edit that file, not this one.
//!
//! - `race`: while both are pending, each poll polls both with the waker of the task. One that
//!   is ready wins, the first in a tie, and the loser is dropped.
//! - `timeout`: one limit, by the clock, from the first poll on, and no timer is left.

use std::future::{pending, ready};
use std::ops::RangeInclusive;
use std::pin::pin;
use std::rc::Rc;
use std::task::Poll;
use std::thread::sleep;
use std::time::{Duration, Instant};

use ch01_loops::workshop::check::ends;
use ch04_countup::answers::async_sleep::Clock;
use ch04_countup::workshop::check::polled::{Waiting, Wakes};
use time_limit::{Either, Elapsed, race, timeout};

#[test]
fn check_01_the_first_to_be_ready_wins() {
    ends(HANGS, || {
        let first = Wakes::new().poll(pin!(race(ready(1), pending::<()>())));
        assert_eq!(first, Poll::Ready(Either::First(1)), "do you poll the first?");
        let second = Wakes::new().poll(pin!(race(pending::<()>(), ready(2))));
        assert_eq!(second, Poll::Ready(Either::Second(2)), "do you poll the second, too?");
    });
}

#[test]
fn check_02_the_first_wins_a_tie() {
    ends(HANGS, || {
        let second = Waiting::default();
        let winner = Wakes::new().poll(pin!(race(ready(1), second.until_poll(1))));
        assert_eq!(winner, Poll::Ready(Either::First(1)), "which do you poll first?");
        assert_eq!(second.polls(), 0, "polls: might a `get` take an item, though it loses?");
    });
}

#[test]
fn check_03_each_poll_polls_both_and_wakes_nobody() {
    ends(HANGS, || {
        let ([one, other], wakes) = ([(); 2].map(|()| Waiting::default()), Wakes::new());
        let mut race = pin!(race(one.until_poll(9), other.until_poll(9)));
        for poll in 1..=2 {
            assert_eq!(wakes.poll(race.as_mut()), Poll::Pending, "neither is ready");
            assert_eq!([one.polls(), other.polls()], [poll; 2], "polls: does each poll poll both?");
        }
        assert_eq!(wakes.count(), 0, "wake-ups: nothing has happened. Do you wake your own task?");
    });
}

#[test]
fn check_04_both_can_wake_the_task_that_polled_last() {
    ends(HANGS, || {
        let ([one, other], last) = ([(); 2].map(|()| Waiting::default()), Wakes::new());
        let mut race = pin!(race(one.until_poll(9), other.until_poll(9)));
        assert_eq!(Wakes::new().poll(race.as_mut()), Poll::Pending, "neither is ready");
        assert_eq!(last.poll(race), Poll::Pending, "neither is ready");
        for (wakes, waiting) in [(1, &one), (2, &other)] {
            waiting.waker().wake();
            assert_eq!(last.count(), wakes, "wake-ups: do you pass on the `context` of each poll?");
        }
    });
}

#[test]
fn check_05_the_loser_is_dropped() {
    ends(HANGS, || {
        let owned = Rc::new(());
        let loser = async |_owned| pending::<()>().await;
        let mut race = pin!(race(loser(Rc::clone(&owned)), ready(2)));
        assert!(Wakes::new().poll(race.as_mut()).is_ready(), "the second is ready");
        assert_eq!(Rc::strong_count(&owned) - 1, 0, "losers left: is each a local variable?");
    });
}

#[test]
fn check_06_what_is_in_time_has_a_result() {
    ends(HANGS, || {
        let (clock, wakes) = (Clock::new(), Wakes::new());
        for limit in [HOUR, Duration::ZERO] {
            let result = wakes.poll(pin!(timeout(&clock, limit, ready(7))));
            assert_eq!(result, Poll::Ready(Ok(7)), "ready at once: do you poll it, at any limit?");
        }
        let late = no_time_for(Waiting::default().until_poll(2));
        assert_eq!(late, Poll::Ready(Ok(())), "ready as the time is up: do you poll it first?");
    });
}

#[test]
fn check_07_the_time_is_up() {
    ends(HANGS, || {
        let late = no_time_for(pending::<()>());
        assert_eq!(late, Poll::Ready(Err(Elapsed)), "do you poll the sleep? Is zero a limit, too?");
    });
}

#[test]
fn check_08_one_limit_from_the_first_poll_on() {
    ends(HANGS, || {
        let (clock, wakes) = (Clock::new(), Wakes::new());
        let mut timeout = pin!(timeout(&clock, HOUR, pending::<()>()));
        sleep(Duration::from_millis(50));
        let first_poll = Instant::now();
        assert_eq!(wakes.poll(timeout.as_mut()), Poll::Pending, "neither is ready");
        let first = due(&clock).expect("no timer is set: do you sleep by `clock`?");
        assert!(*first.end() >= first_poll + HOUR, "do you sleep once, for the limit?");
        sleep(Duration::from_millis(50));
        assert_eq!(wakes.poll(timeout), Poll::Pending, "neither is ready");
        let second = due(&clock).expect("the second poll leaves no timer: is it the same sleep?");
        assert!(second.start() <= first.end(), "the deadline moved: is it the same sleep?");
    });
}

#[test]
fn check_09_no_timer_is_left() {
    ends(HANGS, || {
        let (clock, wakes, late) = (Clock::new(), Wakes::new(), Waiting::default());
        let mut timeout = pin!(timeout(&clock, HOUR, late.until_poll(2)));
        assert_eq!(wakes.poll(timeout.as_mut()), Poll::Pending, "neither is ready");
        assert_eq!(wakes.poll(timeout.as_mut()), Poll::Ready(Ok(())), "it is in time");
        assert_eq!(clock.wake_due(), None, "a timer is left: do you drop the losing sleep?");
    });
}

// Helpers.

#[cfg_attr(feature = "solutions", path = "../solutions/time_limit.rs")]
mod time_limit;

const HOUR: Duration = Duration::from_secs(60 * 60);
const HANGS: &str = "does each poll return, and leave the waiting to the event loop?";

/// The earliest and the latest moment at which the first timer of `clock` may be due.
fn due(clock: &Clock) -> Option<RangeInclusive<Instant>> {
    let before = Instant::now();
    let until_next = clock.wake_due()?;
    Some(before + until_next..=Instant::now() + until_next)
}

/// The second poll of a timeout whose time is up.
#[track_caller]
fn no_time_for<F: Future>(future: F) -> Poll<Result<F::Output, Elapsed>> {
    let (clock, wakes) = (Clock::new(), Wakes::new());
    let mut timeout = pin!(timeout(&clock, Duration::ZERO, future));
    assert!(wakes.poll(timeout.as_mut()).is_pending(), "neither is ready at the first poll");
    clock.wake_due();
    wakes.poll(timeout)
}
