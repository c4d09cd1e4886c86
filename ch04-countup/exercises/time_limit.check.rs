//! Checks `time_limit.rs`. Edit that file, not this one.
//!
//! - `race` polls both futures whenever it is polled, until one is ready. If that is the first,
//!   the second is not polled. The loser is dropped.
//! - `timeout` gives the future's result, or `Elapsed` when the time is up.
//! - It sleeps by the clock, and leaves no timer there.

use std::future::{pending, ready};
use std::pin::pin;
use std::rc::Rc;
use std::task::Poll;
use std::time::{Duration, Instant};

use ch01_loops::workshop::check::{ends, sleeps};
use ch04_countup::answers::async_sleep::{Clock, EventLoop};
use ch04_countup::workshop::check::polled::{Waiting, Wakes};
use time_limit::{Either, Elapsed, race, timeout};

#[test]
fn check_01_the_first_to_be_ready_wins() {
    ends(HANGS, || {
        let wakes = Wakes::new();
        let first = wakes.poll(pin!(race(ready(1), pending::<()>())));
        assert_eq!(first, Poll::Ready(Either::First(1)), "only the first is ready");
        let second = wakes.poll(pin!(race(pending::<()>(), ready(2))));
        assert_eq!(second, Poll::Ready(Either::Second(2)), "only the second is ready");
        let other = Waiting::default();
        let both = wakes.poll(pin!(race(ready(1), other.until_poll(1))));
        assert_eq!(both, Poll::Ready(Either::First(1)), "both are ready");
        let question = "polls of the second, though the first was ready: a `get` would take an item, \
        and lose it. Is it polled only if the first is pending?";
        assert_eq!(other.polls(), 0, "{question}");
    });
}

#[test]
fn check_02_while_neither_is_ready_both_can_wake_it() {
    ends(HANGS, || {
        let ([one, other], wakes) = ([(); 2].map(|()| Waiting::default()), Wakes::new());
        let mut both = pin!(race(one.until_poll(3), other.until_poll(9)));
        for polls in 1..=2 {
            assert!(wakes.poll(both.as_mut()).is_pending(), "neither is ready");
            let question = "is each polled, and no one woken, at each poll of the race?";
            assert_eq!([one.polls(), other.polls()], [polls; 2], "polls of the two: {question}");
            assert_eq!(wakes.count(), 2 * (polls - 1), "wakes: {question}");
            [&one, &other].into_iter().for_each(|waiting| waiting.waker().wake());
            let question = "is each polled with the waker of this task?";
            assert_eq!(wakes.count(), 2 * polls, "wakes, when both were called: {question}");
        }
    });
}

#[test]
fn check_03_the_loser_is_dropped() {
    ends(HANGS, || {
        let owned = Rc::new(());
        let mut both = pin!(race(owns(&owned), ready(2)));
        let poll = Wakes::new().poll(both.as_mut());
        assert_eq!(poll, Poll::Ready(Either::Second(2)), "the second is ready");
        assert_eq!(Rc::strong_count(&owned), 1, "owners left: is the loser kept?");
    });
}

#[test]
fn check_04_what_is_in_time_has_a_result() {
    ends(HANGS, || {
        let (clock, wakes) = (Clock::new(), Wakes::new());
        for limit in [YEAR, Duration::ZERO] {
            let poll = wakes.poll(pin!(timeout(&clock, limit, ready(7))));
            assert_eq!(poll, Poll::Ready(Ok(7)), "ready at its first poll, limit {limit:?}");
        }
        let late = Waiting::default();
        let mut timeout = pin!(timeout(&clock, Duration::ZERO, late.until_poll(2)));
        assert!(wakes.poll(timeout.as_mut()).is_pending(), "neither is ready");
        clock.wake_due();
        let question = "ready just as the time is up: which of the two is polled first?";
        assert_eq!(wakes.poll(timeout), Poll::Ready(Ok(())), "{question}");
    });
}

#[test]
fn check_05_what_takes_too_long_is_dropped() {
    ends(HANGS, || {
        let (clock, wakes, owned) = (Clock::new(), Wakes::new(), Rc::new(()));
        let mut timeout = pin!(timeout(&clock, Duration::ZERO, owns(&owned)));
        assert!(wakes.poll(timeout.as_mut()).is_pending(), "neither is ready");
        clock.wake_due();
        assert_eq!(
            wakes.count(),
            1,
            "wakes when the time is up: is there one sleep, in the clock?"
        );
        let poll = wakes.poll(timeout.as_mut());
        assert_eq!(
            poll,
            Poll::Ready(Err(Elapsed)),
            "the time is up: is it the same sleep all along?"
        );
        assert_eq!(Rc::strong_count(&owned), 1, "owners left: is what took too long dropped?");
    });
}

#[test]
fn check_06_no_timer_is_left() {
    ends(HANGS, || {
        let (clock, wakes, answer) = (Clock::new(), Wakes::new(), Waiting::default());
        let mut in_time = Box::pin(timeout(&clock, YEAR, answer.until_poll(2)));
        assert!(wakes.poll(in_time.as_mut()).is_pending(), "neither is ready");
        assert!(clock.wake_due().is_some(), "a limit of a year: does the clock know of it?");
        assert_eq!(wakes.poll(in_time.as_mut()), Poll::Ready(Ok(())), "the answer is there");
        let question = "time until the next timer, when the answer is there: is the sleep dropped?";
        assert_eq!(clock.wake_due(), None, "{question}");
    });
}

#[test]
fn check_07_meanwhile_the_thread_sleeps() {
    ends("the time is never up: is it polled by the task that awaits?", || {
        let (clock, start) = (Clock::new(), Instant::now());
        let limit = Duration::from_millis(300);
        let mut events = EventLoop::new(&clock);
        events.spawn(async {
            let inner = timeout(&clock, limit, pending::<()>());
            let result = timeout(&clock, YEAR, inner).await;
            assert_eq!(result, Ok(Err(Elapsed)), "one limit within another");
        });
        sleeps("is it woken when the time is up, or does it look again and again?", || {
            events.run();
        });
        assert!(start.elapsed() >= limit, "given up after {:?}, too early", start.elapsed());
    });
}

// What the checks are made of.

#[cfg_attr(feature = "solutions", path = "../solutions/time_limit.rs")]
mod time_limit;

const HANGS: &str = "is each of the two polled once, at each poll of the race?";

const YEAR: Duration = Duration::from_secs(365 * 24 * 60 * 60);

/// A future that is never ready, and owns something until it is dropped.
fn owns(owned: &Rc<()>) -> impl Future<Output = ()> {
    let owned = Rc::clone(owned);
    async move {
        pending::<()>().await;
        drop(owned);
    }
}
