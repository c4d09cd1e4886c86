//! Checks `block_on.rs`. Edit that file, not this one.
//!
//! - The result arrives, and so does a panic.
//! - The future is polled when it was woken, and only then.
//! - The thread sleeps meanwhile.
//! - No wake-up is lost.

use std::future::poll_fn;
use std::mem;
use std::task::Poll;
use std::thread::{self, sleep};
use std::time::Duration;

use block_on::block_on;
use ch01_loops::workshop::check::{ends, panic, panics, sleeps};
use ch04_countup::workshop::check::elsewhere::{Elsewhere, own_waker, yield_now};
use ch04_countup::workshop::check::hot::no_wake_is_lost;

#[test]
fn check_01_the_result_of_a_ready_future_is_returned() {
    ends("do you poll it once before you wait, and return its result?", || {
        let text = String::from("borrowed");
        assert_eq!(block_on(async { text.len() }), 8, "ready at the first poll");
    });
}

#[test]
fn check_02_a_future_that_was_woken_is_polled_again() {
    let question = "it is woken in each poll: does `wake` set `woken`, and do you leave the flag \
        alone from the poll on until the loop looks at it?";
    ends(question, || {
        let waker = block_on(async {
            yield_now().await;
            yield_now().await;
            own_waker().await
        });
        assert!(!waker.data().is_null(), "this waker does nothing: is yours in the context?");
    });
}

#[test]
fn check_03_another_thread_wakes_it_and_this_one_waits() {
    ends("does `wake` unpark the thread, and set `woken` before that?", || {
        let news = Elsewhere::default();
        sleeps("does it park, or look again and again?", || {
            block_on(news.done(|| sleep(300 * MS)));
        });
        assert_eq!(news.polls(), 2, "polls: the first, and one after the wake-up");
    });
}

/// `park` may return for no reason, or for another: here something else unparks.
#[test]
fn check_04_it_is_polled_only_when_it_was_woken() {
    ends(HANGS, || {
        let news = Elsewhere::default();
        block_on(news.done(unparks()));
        let question = "`park` has other reasons to return: do you check `woken` before each poll?";
        assert_eq!(news.polls(), 2, "polls, the second after the wake-up: {question}");
    });
}

#[test]
fn check_05_each_wake_earns_one_poll() {
    ends(HANGS, || {
        let [first, second] = [(); 2].map(|()| Elsewhere::default());
        block_on(async {
            first.done(unparks()).await;
            second.done(unparks()).await;
        });
        let question = "do you clear `woken` when you have seen it?";
        assert_eq!(second.polls(), 2, "polls after a second wake-up: {question}");
    });
}

#[test]
fn check_06_a_wake_during_the_poll_is_not_lost() {
    ends(HANGS, || {
        let mut polled = false;
        block_on(poll_fn(|context| {
            context.waker().wake_by_ref();
            thread::park_timeout(10 * MS); // A poll may park, too.
            if mem::replace(&mut polled, true) { Poll::Ready(()) } else { Poll::Pending }
        }));
    });
}

#[test]
fn check_07_two_wakes_are_one_poll() {
    ends(HANGS, || {
        let news = Elsewhere::default();
        block_on(async {
            let waker = own_waker().await;
            (0..3).for_each(|_| waker.wake_by_ref());
            news.done(|| sleep(30 * MS)).await;
        });
        let question = "three wake-ups during the first: do you set a flag, or count?";
        assert_eq!(news.polls(), 3, "polls, the third when the other thread is done: {question}");
    });
}

#[test]
fn check_08_a_waker_may_be_called_too_late() {
    ends(HANGS, || {
        block_on(own_waker()).wake();
        let news = Elsewhere::default();
        block_on(news.done(|| sleep(30 * MS)));
        let question = "a waker of the one before was called: has each call its own flag?";
        assert_eq!(news.polls(), 2, "polls of the next future on this thread: {question}");
    });
}

#[test]
fn check_09_a_panic_leaves_it() {
    ends(HANGS, || {
        let panicked = panics(|| block_on(async { panic() }));
        assert!(panicked, "the future panicked, and it was hidden: what catches it?");
    });
}

#[test]
fn check_10_no_wake_is_lost_of_thousands() {
    let question = "one wake-up of thousands was lost: is each read and change of `woken` one \
        step, a `swap`? A `load` or a `store` beside it lets a wake-up fall in between.";
    no_wake_is_lost(question, block_on);
}

// Helpers.

#[cfg_attr(feature = "solutions", path = "../solutions/block_on.rs")]
mod block_on;

const MS: Duration = Duration::from_millis(1);

const HANGS: &str = "does `wake` set `woken` before it unparks, does the loop look at `woken` \
    before it parks, and does it leave the flag alone after the poll?";

/// A job that unparks this thread again and again, with nothing to tell it.
fn unparks() -> impl FnOnce() + Send {
    let thread = thread::current();
    move || {
        for _ in 0..5 {
            sleep(10 * MS);
            thread.unpark();
        }
    }
}
