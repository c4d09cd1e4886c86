//! Checks `block_on.rs`, the file beside this one, which is yours to edit.
//!
//! Checked: the result arrives; the future is polled when it was woken, and only then; the
//! thread does nothing meanwhile; and no wake is lost.

#[path = "../../ch01-loops/tests/common/processor.rs"]
mod processor;

#[path = "../../ch01-loops/tests/common/within.rs"]
mod within;

#[path = "../tests/common/polled.rs"]
mod polled;

#[cfg_attr(feature = "solutions", path = "../solutions/block_on.rs")]
mod block_on;
within::no_exit!("block_on.rs");

use std::cell::Cell;
use std::future::poll_fn;
use std::panic::{catch_unwind, resume_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Poll, Waker};
use std::thread;
use std::time::Duration;

use block_on::block_on;
use polled::Waiting;
use processor::used_by;
use within::within;

const SECOND: Duration = Duration::from_millis(10);

#[test]
fn check_01_the_result_of_a_ready_future_is_returned() {
    let hint = "it does not end: is it polled once before it waits, and its result returned?";
    check_or(hint, || {
        let text = String::from("borrowed");
        let result = block_on(async { text.len() });
        assert_eq!(result, 8, "ready at the first poll");
    });
}

#[test]
fn check_02_a_future_that_was_woken_is_polled_again() {
    let hint = "it does not end, though its future is woken in each poll: does `wake` set `woken`, \
        and is the flag left alone from the poll on until the loop looks at it?";
    check_or(hint, || {
        let result = block_on(async {
            assert!(
                !own_waker().await.data().is_null(),
                "it was polled with a waker that does nothing: is yours in the context?"
            );
            yield_now().await;
            yield_now().await;
            "both"
        });
        assert_eq!(result, "both", "the result of the last of three polls");
    });
}

#[test]
fn check_03_another_thread_wakes_it_and_this_one_waits() {
    let hint = "it does not end, though another thread woke it: does `wake` unpark the thread, \
        and set `woken` before that?";
    check_or(hint, || {
        let event = Arc::new(Event::default());
        let happens = Arc::clone(&event);
        let polls = Cell::new(0);
        let (time, times) = used_by(|| {
            block_on(async {
                let waker = own_waker().await;
                thread::spawn(move || {
                    happens.until_asked();
                    thread::sleep(30 * SECOND);
                    happens.happen(&waker);
                });
                event.happened(&polls).await;
            });
        });
        assert!(
            time < SECOND && times <= 8,
            "it waited, and worked for {time:?} in {times} pieces: does it park, or look again \
             and again?"
        );
        let hint = "polls: the first, and one after the wake";
        assert_eq!(polls.get(), 2, "{hint}");
    });
}

/// `park` may return for no reason, or for another: here something else unparks.
#[test]
fn check_04_it_is_polled_only_when_it_was_woken() {
    check(|| {
        let event = Arc::new(Event::default());
        let happens = Arc::clone(&event);
        let polls = Cell::new(0);
        block_on(async {
            let (thread, waker) = (thread::current(), own_waker().await);
            thread::spawn(move || {
                happens.until_asked();
                for _ in 0..5 {
                    thread::sleep(SECOND);
                    thread.unpark();
                }
                happens.happen(&waker);
            });
            event.happened(&polls).await;
        });
        let hint = "polls, the second after the wake: `park` also returns for other reasons; is \
            `woken` asked before it is polled again?";
        assert_eq!(polls.get(), 2, "{hint}");
    });
}

#[test]
fn check_05_each_wake_earns_one_poll() {
    check(|| {
        let events = [(); 2].map(|()| Arc::new(Event::default()));
        let happen = events.clone();
        let polls = [(); 2].map(|()| Cell::new(0));
        block_on(async {
            let (thread, waker) = (thread::current(), own_waker().await);
            thread::spawn(move || {
                for event in happen {
                    event.until_asked();
                    for _ in 0..5 {
                        thread::sleep(SECOND);
                        thread.unpark();
                    }
                    event.happen(&waker);
                }
            });
            for (event, polls) in events.iter().zip(&polls) {
                event.happened(polls).await;
            }
        });
        let hint = "polls of an event after one wake, and of an event after another: is \
            `woken` cleared when it has been seen?";
        assert_eq!(polls.map(Cell::into_inner), [2, 2], "{hint}");
    });
}

/// A wake during a poll comes before the `park`, and the poll itself may park too.
#[test]
fn check_06_a_wake_during_the_poll_is_not_lost() {
    check(|| {
        let mut polled = false;
        let woken_and_parked = poll_fn(|context| {
            if polled {
                return Poll::Ready("polled again");
            }
            polled = true;
            context.waker().wake_by_ref();
            thread::park_timeout(SECOND);
            Poll::Pending
        });
        assert_eq!(block_on(woken_and_parked), "polled again");
    });
}

#[test]
fn check_07_the_waker_may_be_called_twice_and_too_late() {
    check(|| {
        let waiting = Waiting::default();
        block_on(async {
            waiting.until_poll(1).await;
            waiting.waker().wake();
            waiting.waker().wake();
            yield_now().await;
        });
        let waker = waiting.waker();
        let late = thread::spawn(move || waker.wake());
        late.join().expect("a wake after the end is harmless");
        assert_eq!(block_on(async { 7 }), 7, "the next one on this thread");
    });
}

#[test]
fn check_08_a_panic_leaves_it() {
    check(|| {
        let panic = catch_unwind(|| {
            block_on(async {
                yield_now().await;
                resume_unwind(Box::new("a panic"));
            })
        });
        let payload = panic.expect_err("is the panic swallowed?");
        assert_eq!(payload.downcast_ref(), Some(&"a panic"), "the same panic");
    });
}

#[test]
fn check_09_no_wake_is_lost_of_many() {
    check(|| {
        let rounds = block_on(async {
            for _ in 0..100 {
                let mut asked = false;
                poll_fn(|context| {
                    if asked {
                        return Poll::Ready(());
                    }
                    asked = true;
                    let waker = context.waker().clone();
                    thread::spawn(move || waker.wake());
                    Poll::Pending
                })
                .await;
            }
            100
        });
        assert_eq!(rounds, 100, "rounds, each ended by another thread");
    });
}

/// Something that happens once, on any thread.
#[derive(Default)]
struct Event {
    asked: AtomicBool,
    happened: AtomicBool,
}

impl Event {
    /// Returns once it has been asked for, and so is awaited.
    fn until_asked(&self) {
        while !self.asked.load(Ordering::SeqCst) {
            thread::sleep(SECOND);
        }
    }

    fn happen(&self, waker: &Waker) {
        self.happened.store(true, Ordering::SeqCst);
        waker.wake_by_ref();
    }

    /// Is pending until it happens. Counts the polls.
    async fn happened(&self, polls: &Cell<u32>) {
        poll_fn(|_| {
            polls.set(polls.get() + 1);
            let happened = self.happened.load(Ordering::SeqCst);
            self.asked.store(true, Ordering::SeqCst);
            if happened { Poll::Ready(()) } else { Poll::Pending }
        })
        .await;
    }
}

/// The waker of the task that awaits this.
async fn own_waker() -> Waker {
    poll_fn(|context| Poll::Ready(context.waker().clone())).await
}

/// Pending once, but woken at once.
async fn yield_now() {
    let mut yielded = false;
    poll_fn(|context| {
        if yielded {
            return Poll::Ready(());
        }
        yielded = true;
        context.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
}

/// Runs a check that ends soon, or fails with a hint if it does not end.
#[track_caller]
fn check(job: fn()) {
    let hint = "it does not end: does `wake` set `woken` before it unparks, does the loop look at \
        `woken` before it parks, and does it leave the flag alone after the poll?";
    check_or(hint, job);
}

/// As [`check`], with a hint of its own.
#[track_caller]
fn check_or(hint: &str, job: fn()) {
    within(Duration::from_secs(2), hint, job);
}
