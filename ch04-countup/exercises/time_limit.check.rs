//! Checks `time_limit.rs`, the file beside this one, which is yours to edit.
//!
//! Checked: a race of two futures, polled by hand; that the loser is dropped; that a
//! timeout ends what takes too long, and nothing else; and that it leaves no timer.

#[cfg_attr(feature = "solutions", path = "../solutions/time_limit.rs")]
mod time_limit;

use std::cell::{Cell, RefCell};
use std::error::Error;
use std::future::{pending, ready};
use std::pin::pin;
use std::rc::Rc;
use std::task::Poll;
use std::time::{Duration, Instant};

use ch01_loops::workshop::check::used_by;
use ch01_loops::workshop::check::within;
use ch04_countup::answers::async_sleep::{Clock, EventLoop};
use ch04_countup::workshop::check::polled::{Waiting, Wakes};
use time_limit::{Either, Elapsed, race, timeout};

/// Well over a tick of the clock, which is 15.6 ms on Windows.
const SECOND: Duration = Duration::from_millis(40);
const YEAR: Duration = Duration::from_secs(365 * 24 * 60 * 60);

#[test]
fn check_01_the_first_to_be_ready_wins() {
    check(|| {
        let wakes = Wakes::new();
        let first = wakes.poll(pin!(race(ready(1), pending::<()>())));
        assert_eq!(first, Poll::Ready(Either::First(1)), "only the first is ready");
        let second = wakes.poll(pin!(race(pending::<()>(), ready(2))));
        assert_eq!(second, Poll::Ready(Either::Second(2)), "only the second is ready");
        let other = Waiting::default();
        let both = wakes.poll(pin!(race(ready(1), other.until_poll(1))));
        assert_eq!(both, Poll::Ready(Either::First(1)), "both are ready");
        let hint = "polls of the second, when the first was ready: a `get` would take an item, \
            and lost it. Is the second polled only when the first is pending?";
        assert_eq!(other.polls(), 0, "{hint}");
    });
}

#[test]
fn check_02_while_neither_is_ready_both_can_wake_it() {
    check(|| {
        let [one, other] = [(); 2].map(|()| Waiting::default());
        let wakes = Wakes::new();
        let mut both = pin!(race(one.until_poll(3), other.until_poll(2)));
        let poll = wakes.poll(both.as_mut());
        assert!(poll.is_pending(), "neither is ready: {poll:?}");
        let polls = [one.polls(), other.polls()];
        assert_eq!(polls, [1, 1], "polls: are both polled, each once?");
        for (n, waiting) in [&one, &other].into_iter().enumerate() {
            waiting.waker().wake();
            let hint = "is each polled with the waker of this task?";
            assert_eq!(wakes.count(), n as u32 + 1, "wakes: {hint}");
        }
        assert_eq!(wakes.poll(both.as_mut()), Poll::Ready(Either::Second(())));
        assert_eq!(one.polls(), 2, "polls of the loser");
    });
}

#[test]
fn check_03_the_loser_is_dropped() {
    check(|| {
        let held = Rc::new(());
        let loser = |owned: Rc<()>| async move {
            pending::<()>().await;
            drop(owned);
        };
        let mut both = pin!(race(loser(Rc::clone(&held)), ready(2)));
        let poll = Wakes::new().poll(both.as_mut());
        assert_eq!(poll, Poll::Ready(Either::Second(2)), "the second is ready");
        let hint = "owners left, while the ended race still exists: is the loser kept?";
        assert_eq!(Rc::strong_count(&held), 1, "{hint}");
    });
}

#[test]
fn check_04_what_is_in_time_has_a_result() {
    check(|| {
        let clock = Clock::new();
        let wakes = Wakes::new();
        let poll = wakes.poll(pin!(timeout(&clock, YEAR, ready(7))));
        assert_eq!(poll, Poll::Ready(Ok(7)), "ready at its first poll");
        let poll = wakes.poll(pin!(timeout(&clock, Duration::ZERO, ready(7))));
        assert_eq!(poll, Poll::Ready(Ok(7)), "ready at its first poll, with no time at all");

        let late = Waiting::default();
        let mut timeout = pin!(timeout(&clock, Duration::ZERO, late.until_poll(2)));
        assert!(wakes.poll(timeout.as_mut()).is_pending(), "neither is ready");
        clock.wake_due();
        let hint = "ready just as the time is up: which of the two is polled first?";
        assert_eq!(wakes.poll(timeout), Poll::Ready(Ok(())), "{hint}");
    });
}

#[test]
fn check_05_what_takes_too_long_is_dropped() {
    check(|| {
        let (clock, held) = (Clock::new(), Rc::new(()));
        let owned = Rc::clone(&held);
        let result = Cell::new(Ok(()));
        let start = Instant::now();
        let mut events = EventLoop::new(&clock);
        let never = async move {
            let _owned = owned;
            pending::<()>().await;
        };
        events.spawn(async {
            result.set(timeout(&clock, 2 * SECOND, never).await);
            assert_eq!(Rc::strong_count(&held), 1, "it took too long: is it dropped?");
        });
        events.run();
        assert_eq!(result.get(), Err(Elapsed), "it is never ready");
        let error: Box<dyn Error> = Box::new(Elapsed);
        assert_eq!(error.to_string(), "the time was up");
        let took = start.elapsed();
        assert!(took >= 2 * SECOND, "it was given up after {took:?}, too early");
    });
}

/// All sleeps are in one clock, and any can be dropped early.
#[test]
fn check_06_no_timer_is_left() {
    check(|| {
        let clock = Clock::new();
        let result = Cell::new(None);
        let mut events = EventLoop::new(&clock);
        events.spawn(async {
            let in_time = timeout(&clock, YEAR, clock.sleep(SECOND)).await;
            let too_late = timeout(&clock, SECOND, clock.sleep(YEAR)).await;
            result.set(Some((in_time, too_late)));
        });
        events.run();
        drop(events);
        let (in_time, too_late) = result.get().expect("both have ended");
        assert_eq!(in_time, Ok(()), "a second, with a limit of a year");
        assert_eq!(too_late, Err(Elapsed), "a year, with a limit of a second");
        let hint = "time until the next timer, if any: is the losing sleep dropped?";
        assert_eq!(clock.wake_due(), None, "{hint}");
    });
}

#[test]
fn check_07_other_tasks_go_on_and_limits_nest() {
    check(|| {
        let clock = Clock::new();
        let ended = RefCell::new(Vec::new());
        let end = |name| ended.borrow_mut().push(name);
        let mut events = EventLoop::new(&clock);
        events.spawn(async {
            let inner = async {
                let inner = timeout(&clock, SECOND, pending::<()>()).await;
                end("inner");
                clock.sleep(YEAR).await;
                inner
            };
            let outer = timeout(&clock, 5 * SECOND, inner).await;
            assert_eq!(outer, Err(Elapsed), "the inner limit ends, then a year");
            end("outer");
        });
        events.spawn(async {
            clock.sleep(3 * SECOND).await;
            end("other");
        });
        let (time, times) = used_by(|| events.run());
        let mut ended = ended.borrow().clone();
        let all = ended.len();
        ended.retain(|name| *name != "other");
        assert_eq!(ended, ["inner", "outer"], "the limits of one task, in order");
        assert_eq!(all - ended.len(), 1, "does the other task go on?");
        assert!(
            time < SECOND && times <= 10,
            "{time:?} of work for nothing, in {times} pieces: is `race` polled only when it was \
             woken?"
        );
    });
}

/// Runs a check that ends soon, or fails with a hint if it does not end.
#[track_caller]
fn check(job: fn()) {
    let hint = "it does not end: when the first is pending, is the second polled too, so that it \
        can wake this task?";
    within(Duration::from_secs(1), hint, job);
}
