//! Checks `poll_by_hand.rs`. Edit that file, not this one.
//!
//! - Each poll of a countup takes one step, wakes its task, and is pending; or it is ready.
//! - `poll_all` polls many in turn, again and again, and drops each that is ready.

use std::cell::Cell;
use std::future::poll_fn;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::rc::Rc;
use std::task::Poll;
use std::time::Duration;

use ch01_loops::Console;
use ch01_loops::workshop::check::{depth, ends, steps};
use ch04_countup::workshop::check::polled::Wakes;
use poll_by_hand::{BoxFuture, CountUp, poll_all};

#[test]
fn check_01_the_first_poll_takes_one_step() {
    let question =
        "does one poll print one number, sleep a second, wake its task, and end pending?";
    assert_eq!(polls(3, 1), "made, 0, sleep, wake, Pending", "the first poll: {question}");
}

#[test]
fn check_02_each_poll_goes_on_where_the_last_stopped() {
    let question = "do you keep the next number in `*self`, and does a poll of its own find the end, and do nothing else?";
    let expected = "made, 0, sleep, wake, Pending, 1, sleep, wake, Pending, Ready(())";
    assert_eq!(polls(2, 9), expected, "a count of two: {question}");
}

#[test]
fn check_03_a_count_of_zero_is_ready_at_once() {
    assert_eq!(polls(0, 9), "made, Ready(())", "do you check for the end before the number?");
}

#[test]
fn check_04_what_was_ready_is_done() {
    let (console, wakes) = (Console::in_memory(Duration::ZERO), Wakes::new());
    let mut count_up = CountUp::new(&console, 0);
    assert!(wakes.poll(Pin::new(&mut count_up)).is_ready(), "a count of zero");
    let again = catch_unwind(AssertUnwindSafe(|| wakes.poll(Pin::new(&mut count_up))));
    let question = "it was ready, so another poll must panic: do you set `*self` to `Done`?";
    assert!(again.is_err(), "{question}");
}

#[test]
fn check_05_poll_all_lets_them_take_turns() {
    ends(ENDLESS, || {
        let mut polls = 0;
        let mut steps = steps(|console| {
            let [a, b, c] = ["a", "b", "c"].map(|name| console.task(name));
            let counts = [(&a, 1), (&b, 3), (&c, 2)];
            let futures = counts.map(|(task, n)| Box::pin(CountUp::new(task, n)) as BoxFuture<'_>);
            polls = poll_all(Vec::from(futures));
        });
        steps.retain(|step| !step.ends_with("sleep"));
        let question = "do you keep what is pending, and poll each once before any again?";
        assert_eq!(steps.join(" "), "a0 b0 c0 b1 c1 b2", "counts of 1, 3 and 2: {question}");
        assert_eq!(polls, 2 + 4 + 3, "polls: one for each number, and for each one that is ready");
    });
}

#[test]
fn check_06_what_is_ready_is_dropped() {
    ends(ENDLESS, || {
        let (kept, owners) = (Rc::new(()), Cell::new(0));
        let part = Rc::clone(&kept);
        let ready = poll_fn(move |_| {
            let _kept_until_dropped = &part;
            Poll::Ready(())
        });
        let waits = pending(2, || owners.set(Rc::strong_count(&kept)));
        poll_all(vec![Box::pin(ready), Box::pin(waits)]);
        assert_eq!(owners.get(), 1, "references left: do you drop a future when it is ready?");
    });
}

/// The problem: a waiting future is polled all the time.
#[test]
fn check_07_poll_all_polls_again_and_again() {
    ends("its waker wakes nothing: do you poll again at once?", || {
        let (mut polls, mut first) = (0, 0);
        let waits = pending(10_000, || {
            polls += 1;
            match polls {
                1 => first = depth(),
                100 => assert!(depth() < first + 50, "calls pile up: do you poll in a loop?"),
                _ => (),
            }
        });
        assert_eq!(poll_all(vec![Box::pin(waits)]), 10_001, "polls: 10,000 in vain, and one more");
    });
}

// Helpers.

#[cfg_attr(feature = "solutions", path = "../solutions/poll_by_hand.rs")]
mod poll_by_hand;

const ENDLESS: &str = "does `poll_all` keep only what is pending, and each step add 1 to `x`?";

/// Pending this many times. Calls `watch` in each poll.
async fn pending(mut times: u32, mut watch: impl FnMut()) {
    poll_fn(|_| {
        watch();
        times = times.wrapping_sub(1);
        if times < u32::MAX { Poll::Pending } else { Poll::Ready(()) }
    })
    .await;
}

/// Lists what a countup to `n` does: when it is made, and in each of some polls until it is
/// ready.
#[track_caller]
fn polls(n: u64, polls: u32) -> String {
    let steps = ends("does one poll end?", move || {
        steps(|console| {
            let mut count_up = CountUp::new(console, n);
            console.print("made");
            let pending = (0..polls).take_while(|_| {
                let wakes = Wakes::new();
                let poll = wakes.poll(Pin::new(&mut count_up));
                (0..wakes.count()).for_each(|_| console.print("wake"));
                console.print(format_args!("{poll:?}"));
                poll.is_pending()
            });
            pending.count();
        })
    });
    steps.join(", ")
}
