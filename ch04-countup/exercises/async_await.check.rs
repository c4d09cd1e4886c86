//! Checks `async_await.rs`, the file beside this one, which is yours to edit.
//!
//! A runtime is a ready queue and a promise: a task that waits costs nothing until
//! somebody wakes it, and who is woken gets a turn. What is checked: the order, who
//! is polled and how often, wakers that are called twice, too late or from another
//! thread, and what becomes of a task that never ends.

#[path = "../../ch01-loops/tests/common/processor.rs"]
mod processor;

#[path = "../../ch01-loops/tests/common/within.rs"]
mod within;

within::no_exit!("async_await.rs");

#[cfg_attr(feature = "solutions", path = "../solutions/async_await.rs")]
mod async_await;

use std::cell::{Cell, RefCell};
use std::future::{pending, poll_fn};
use std::rc::Rc;
use std::task::{Poll, Waker};
use std::thread;
use std::time::{Duration, Instant};

use async_await::{Runtime, countdown, countup, yield_now};
use ch01_loops::Console;
use processor::used_by;
use within::within;

const SECOND: Duration = Duration::from_millis(10);

/// Runs a check that ends soon, or with a hint if it does not end.
fn check(job: fn()) {
    let hint = "it does not end: does `yield_now` wake its task before it is pending? Is `queued` \
        cleared before the poll? Is a task dropped that is ready? Is what is woken during a turn \
        left for the next?";
    within(Duration::from_secs(3), hint, job);
}

/// What can be seen of a task that waits: how often it was polled, and its waker.
#[derive(Default)]
struct Waiting {
    polls: Cell<u32>,
    waker: RefCell<Option<Waker>>,
}

impl Waiting {
    /// Is pending until it is polled for the `n`th time.
    async fn until_poll(&self, n: u32) {
        let wait = poll_fn(|context| {
            self.polls.set(self.polls.get() + 1);
            self.waker.replace(Some(context.waker().clone()));
            match self.polls.get() {
                polls if polls < n => Poll::Pending,
                _ => Poll::Ready(()),
            }
        });
        wait.await;
    }

    fn waker(&self) -> Waker {
        let waker = self.waker.borrow().clone();
        waker.expect("a new task is polled in the next turn, without being woken")
    }

    fn was_polled(&self, times: u32, hint: &str) {
        assert_eq!(self.polls.get(), times, "{hint}");
    }
}

#[test]
fn the_loops_of_chapter_1_take_turns() {
    check(|| {
        let console = Console::in_memory(SECOND);
        let mut runtime = Runtime::new();
        runtime.spawn(countdown(&console, 5));
        runtime.spawn(countup(&console, 5));
        runtime.run();
        assert_eq!(
            console.printed(),
            ["5", "0", "4", "1", "3", "2", "2", "3", "1", "4"],
            "does `countup` yield after each step, and is the first woken the first polled?"
        );
        assert_eq!(
            console.events().len(),
            20,
            "ten numbers, a sleep after each"
        );
    });
}

#[test]
fn who_waits_is_polled_only_when_woken() {
    check(|| {
        let waiting = Waiting::default();
        let mut runtime = Runtime::new();
        runtime.spawn(waiting.until_poll(2));
        runtime.spawn(async {
            for _ in 0..100 {
                yield_now().await;
            }
            waiting.was_polled(1, "nobody woke it: is only the task polled that was woken?");
            waiting.waker().wake();
        });
        runtime.run();
        waiting.was_polled(2, "one poll when it is new, one when it is woken");
    });
}

#[test]
fn to_wake_twice_is_to_wake_once() {
    check(|| {
        let waiting = Waiting::default();
        let mut runtime = Runtime::new();
        runtime.spawn(waiting.until_poll(100));
        for turns in 1..=3 {
            runtime.turn(Duration::ZERO);
            runtime.turn(Duration::ZERO);
            let hint = "woken twice, but before one turn: does a wake look at `queued`, and does \
                a poll clear it?";
            waiting.was_polled(turns, hint);
            waiting.waker().wake();
            waiting.waker().wake();
        }
    });
}

/// `yield_now` wakes its task during the poll. That task is ready at once, and still
/// others come first: a loop has more to look after than its tasks.
#[test]
fn a_turn_polls_each_once_again_and_again() {
    check(|| {
        let polls = Cell::new(0);
        let mut runtime = Runtime::new();
        for _ in 0..2 {
            runtime.spawn(async {
                loop {
                    polls.set(polls.get() + 1);
                    yield_now().await;
                }
            });
        }
        for turn in 1..=100_000 {
            runtime.turn(Duration::ZERO);
            assert_eq!(
                polls.get(),
                2 * turn,
                "two tasks that yield: each is polled once a turn, and again in the next. Does \
                `yield_now` wake its task?"
            );
        }
    });
}

#[test]
fn another_thread_can_end_the_wait() {
    check(|| {
        let waiting = Waiting::default();
        let mut runtime = Runtime::new();
        runtime.spawn(waiting.until_poll(2));
        let start = Instant::now();
        runtime.turn(SECOND);
        runtime.turn(SECOND);
        let waited = start.elapsed();
        assert!(
            waited >= SECOND,
            "nothing is woken: does `turn` wait for it?"
        );

        let waker = waiting.waker();
        thread::spawn(move || {
            thread::sleep(10 * SECOND);
            waker.wake();
        });
        let (time, times) = used_by(|| runtime.run());
        assert!(
            time < 5 * SECOND && times < 20,
            "it waited, and worked for {time:?} in {times} pieces: does `turn` wait with \
             `recv_timeout`, or does it ask again and again?"
        );
        waiting.was_polled(
            2,
            "`run` waits, it does not ask: does `turn` wait to receive?",
        );
    });
}

#[test]
fn to_wake_who_has_ended_is_harmless() {
    check(|| {
        let ended = Waiting::default();
        let mut runtime = Runtime::new();
        runtime.spawn(ended.until_poll(1));
        runtime.run();
        ended.waker().wake();
        runtime.spawn(yield_now());
        runtime.run();
        ended.was_polled(
            1,
            "what is ready is never polled again: is its future gone?",
        );
        drop(runtime);
        ended.waker().wake();
    });
}

#[test]
fn with_the_runtime_its_tasks_are_dropped() {
    check(|| {
        let owner = Rc::new(());
        let held = Rc::clone(&owner);
        let waiting = Waiting::default();
        let mut runtime = Runtime::new();
        runtime.spawn(async {
            waiting.until_poll(1).await;
            pending::<()>().await;
            drop(held);
        });
        runtime.turn(Duration::ZERO);
        let _waker_outlives_it = waiting.waker();
        assert_eq!(Rc::strong_count(&owner), 2, "it is pending: is it kept?");
        drop(runtime);
        assert_eq!(Rc::strong_count(&owner), 1, "who else has its future?");
    });
}
