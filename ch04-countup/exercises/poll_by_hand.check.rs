//! Checks `poll_by_hand.rs`, the file beside this one, which is yours to edit.
//!
//! First a countup is polled step by step; then `poll_all` must run some futures to their
//! ends, in turns.

#[cfg_attr(feature = "solutions", path = "../solutions/poll_by_hand.rs")]
mod poll_by_hand;

use std::cell::Cell;
use std::future::poll_fn;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::rc::Rc;
use std::task::Poll;
use std::time::{Duration, Instant};

use ch01_loops::workshop::check::within;
use ch01_loops::{Console, EventKind};
use ch04_countup::workshop::check::polled::{Waiting, Wakes};
use poll_by_hand::{BoxFuture, CountUp, poll_all};

const SECOND: Duration = Duration::from_millis(2);

#[test]
fn check_01_the_first_poll_takes_one_step() {
    check(|| {
        let (console, wakes) = (Console::in_memory(SECOND), Wakes::new());
        let mut count_up = CountUp::new(&console, 3);
        let hint = "it has not been polled yet: nothing is printed";
        assert!(console.printed().is_empty(), "{hint}");
        let poll = wakes.poll(Pin::new(&mut count_up));
        let hint = "one poll is one step: does it print the first number, and only that?";
        assert_eq!(console.printed(), ["0"], "{hint}");
        let events = console.events().into_iter().map(|event| event.kind);
        let step = [EventKind::Print("0".to_owned()), EventKind::Wait(SECOND)];
        let hint = "does it print, and then wait with `console.sleep(1)`, once?";
        assert_eq!(Vec::from_iter(events), step, "{hint}");
        assert_eq!(poll, Poll::Pending, "there are two more numbers");
        let hint = "wakes: it is pending only to let others run, so does it wake its task?";
        assert_eq!(wakes.count(), 1, "{hint}");
    });
}

#[test]
fn check_02_each_poll_goes_on_where_the_last_stopped() {
    check(|| {
        let (console, wakes) = (Console::in_memory(SECOND), Wakes::new());
        let mut count_up = CountUp::new(&console, 3);
        let mut polls = Vec::new();
        while polls.len() < 4 && polls.last() != Some(&Poll::Ready(())) {
            polls.push(wakes.poll(Pin::new(&mut count_up)));
        }
        let hint = "is the next number kept in `*self`?";
        assert_eq!(console.printed(), ["0", "1", "2"], "{hint}");
        let hint = "polls of a count of 3: is each a step, and is it pending after the last number \
            too, as the loop looks at its condition when it is polled again?";
        let [pending, ready] = [Poll::Pending, Poll::Ready(())];
        assert_eq!(polls, [pending, pending, pending, ready], "{hint}");
        let hint = "wakes: does it wake its task when it is pending, and only then?";
        assert_eq!(wakes.count(), 3, "{hint}");
    });
}

#[test]
fn check_03_a_count_of_zero_is_ready_at_once() {
    check(|| {
        let (console, wakes) = (Console::in_memory(SECOND), Wakes::new());
        let poll = wakes.poll(Pin::new(&mut CountUp::new(&console, 0)));
        assert_eq!(poll, Poll::Ready(()), "there is nothing to print");
        assert!(console.printed().is_empty(), "there is nothing to print");
    });
}

#[test]
fn check_04_what_was_ready_is_done() {
    check(|| {
        let (console, wakes) = (Console::in_memory(SECOND), Wakes::new());
        let mut count_up = CountUp::new(&console, 1);
        let ready = (0..5).any(|_| wakes.poll(Pin::new(&mut count_up)).is_ready());
        assert!(ready, "pending after five polls of a count of 1");
        let again = AssertUnwindSafe(|| wakes.poll(Pin::new(&mut count_up)));
        let hint = "it was ready, so another poll must panic: is `*self` set to `Done`?";
        assert!(catch_unwind(again).is_err(), "{hint}");
    });
}

#[test]
fn check_05_poll_all_lets_them_take_turns() {
    check(|| {
        let console = Console::in_memory(SECOND);
        let counts = [5, 3].map(|n| Box::pin(CountUp::new(&console, n)) as _);
        let polls = poll_all(Vec::from(counts));
        let hint = "numbers printed, for counts of 5 and 3: does `poll_all` keep a future while it \
            is pending, and go on until none is left?";
        assert_eq!(console.printed().len(), 8, "{hint}");
        assert_eq!(
            console.printed(),
            ["0", "0", "1", "1", "2", "2", "3", "4"],
            "counts of 5 and 3: is each polled once before any is polled again?"
        );
        assert_eq!(polls, 6 + 4, "polls: one for each number, and one that is ready");
    });
}

#[test]
fn check_06_what_is_ready_is_dropped_and_not_polled_again() {
    check(|| {
        let held = Rc::new(());
        let [short, long] = [1, 4].map(|n| (n, Waiting::default(), Rc::clone(&held)));
        let at_the_end = Cell::new(0);
        let (one, other) = ((&short.1, short.2), (&long.1, long.2));
        let futures: Vec<BoxFuture<'_>> = vec![
            Box::pin(async {
                one.0.until_poll(1).await;
                drop(one.1);
            }),
            Box::pin(async {
                other.0.until_poll(4).await;
                at_the_end.set(Rc::strong_count(&held));
            }),
        ];
        let polls = catch_unwind(AssertUnwindSafe(|| poll_all(futures)));
        let polls = polls.expect("it was ready and polled again: is it dropped?");
        assert_eq!([short.1.polls(), long.1.polls()], [1, 4], "polls of each");
        assert_eq!(polls, 5, "polls of both");
        let hint = "owners left: is a future dropped as soon as it is ready?";
        assert_eq!(at_the_end.get(), 2, "{hint}");
        assert_eq!(poll_all(Vec::new()), 0, "polls of no futures");
    });
}

/// The problem: a waiting future is polled all the time.
#[test]
fn check_07_poll_all_polls_again_and_again() {
    check(|| {
        let due = Instant::now() + 5 * SECOND;
        let polls = poll_all(vec![Box::pin(poll_fn(|_| {
            if Instant::now() < due { Poll::Pending } else { Poll::Ready(()) }
        }))]);
        let hint = "polls in ten milliseconds: this waker wakes nothing, so `poll_all` can only \
            poll again at once";
        assert!(polls > 20, "{polls} {hint}");
    });
}

/// Runs a check that ends soon, or fails with a hint if it does not end.
#[track_caller]
fn check(job: fn()) {
    let hint = "it does not end: does each step add 1 to `x`, and does `poll_all` keep only the \
        futures that are pending?";
    within(Duration::from_secs(3), hint, job);
}
