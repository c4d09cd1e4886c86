//! Checks `async_sleep.rs`, the file beside this one, which is yours to edit.
//!
//! A sleeping thread is kept from its work by the system; a sleeping task is a waker
//! in a list, and the thread is free for the others. What is checked: that sleeps
//! overlap, in which order they end, that callbacks run beside them, that nothing is
//! done while all sleep, and that a sleep that nobody awaits any more is forgotten.

#[path = "../../ch01-loops/tests/common/processor.rs"]
mod processor;

#[path = "../../ch01-loops/tests/common/within.rs"]
mod within;

within::no_exit!("async_sleep.rs");

#[allow(dead_code)]
#[path = "../solutions/call_later.rs"]
mod call_later;

#[allow(dead_code)]
#[path = "../solutions/async_await.rs"]
mod async_await;

#[cfg_attr(feature = "solutions", path = "../solutions/async_sleep.rs")]
mod async_sleep;

use std::cell::{Cell, RefCell};
use std::fmt::Debug;
use std::future::poll_fn;
use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};
use std::thread;
use std::time::{Duration, Instant};

use async_sleep::{Clock, EventLoop};
use call_later::Scheduler;
use ch01_loops::Console;
use processor::used_by;
use within::within;

const SECOND: Duration = Duration::from_millis(20);

/// Runs a check that ends soon, or with a hint if it does not end.
fn check(job: fn()) {
    let hint = "it does not end: are sleepers woken when they are due, does the loop wait no \
        longer than until the next of them, and does it end when nothing is left?";
    within(Duration::from_secs(5), hint, job);
}

/// Passes if one of ten runs gives `expected`. On a busy machine a thread may have to
/// wait for the processor, and what is late comes in another order: that is bad luck
/// and passes. A wrong answer is wrong every time.
fn in_one_of_ten<T: Debug + PartialEq<E>, E: Debug>(expected: E, hint: &str, run: fn() -> T) {
    for _ in 1..10 {
        if run() == expected {
            return;
        }
    }
    assert_eq!(run(), expected, "{hint}");
}

/// The countdown of chapter 1 for a task: the same loop, and another kind of sleep.
async fn countdown(clock: &Clock, console: &Console, seconds: u32, mut n: u64) {
    while n > 0 {
        console.print(n);
        clock.sleep(console.note_wait(seconds)).await;
        n -= 1;
    }
}

async fn countup(clock: &Clock, console: &Console, seconds: u32, n: u64) {
    let mut x = 0;
    while x < n {
        console.print(x);
        clock.sleep(console.note_wait(seconds)).await;
        x += 1;
    }
}

/// Awaits `future` and counts how often it is polled.
async fn counted<F: Future>(polls: &Cell<u32>, future: F) -> F::Output {
    let mut future = pin!(future);
    let poll = poll_fn(|context| {
        polls.set(polls.get() + 1);
        future.as_mut().poll(context)
    });
    poll.await
}

#[test]
fn they_sleep_at_the_same_time() {
    check(|| {
        let hint = "not 5 seconds but 10: does a sleep block its task, and not the thread?";
        in_one_of_ten(true, hint, || {
            let console = Console::in_memory(SECOND);
            let (down, up) = (console.task("countdown"), console.task("countup"));
            let clock = Clock::new();
            let mut events = EventLoop::new(&clock);
            events.spawn(countdown(&clock, &down, 1, 5));
            events.spawn(countup(&clock, &up, 1, 5));
            let start = Instant::now();
            events.run();
            let took = start.elapsed();
            // `cargo test --test async_sleep -- --nocapture` shows it.
            println!("{}", console.timeline());
            assert!(
                took >= 5 * SECOND,
                "`run` came back after {took:?}, before the sleepers were done: is it over only when no task is left?"
            );
            took < 9 * SECOND
        });
    });
}

#[test]
fn who_sleeps_longer_is_passed_by() {
    check(|| {
        let order = ["2", "0", "1", "2", "3", "1", "4", "5"];
        let hint = "four seconds beside one: is each woken in its time, and nobody before?";
        in_one_of_ten(order, hint, || {
            let console = Console::in_memory(SECOND);
            let clock = Clock::new();
            let mut events = EventLoop::new(&clock);
            events.spawn(countdown(&clock, &console, 4, 2));
            events.spawn(countup(&clock, &console, 1, 6));
            events.run();
            console.printed()
        });
    });
}

#[test]
fn callbacks_run_beside_tasks() {
    /// A callback that queues itself until it is `over`.
    fn again<'a>(sched: &mut Scheduler<'a>, over: &'a Cell<bool>) {
        if !over.get() {
            sched.call_soon(|sched| again(sched, over));
        }
    }

    check(|| {
        let order = ["callback, 0", "task, 1", "timer, 2", "task, 3", "timer, 4"];
        let hint = "a round of callbacks, a turn of tasks, no wait longer than the shorter of the two pauses?";
        in_one_of_ten(order, hint, || {
            let marks = RefCell::new(Vec::new());
            let mark = |text| marks.borrow_mut().push(text);
            let over = Cell::new(false);
            let clock = Clock::new();
            let mut events = EventLoop::new(&clock);
            events.call_later(4 * SECOND, |_| mark("timer, 4"));
            events.spawn(async {
                clock.sleep(SECOND).await;
                mark("task, 1");
                clock.sleep(2 * SECOND).await;
                mark("task, 3");
                over.set(true);
            });
            events.call_later(2 * SECOND, |sched| {
                mark("timer, 2");
                sched.call_soon(|sched| again(sched, &over));
            });
            events.call_soon(|_| mark("callback, 0"));
            events.run();
            drop(events);
            marks.into_inner()
        });
    });
}

/// Runs `events` and complains if that keeps the processor busy.
fn run_idly(events: &mut EventLoop<'_>) {
    let (time, times) = used_by(|| events.run());
    assert!(
        time < SECOND && times < 40,
        "{time:?} of work for nothing, in {times} pieces: does `turn` get all the time there is, \
        and does a sleep wake its task only when it is due?"
    );
}

#[test]
fn while_all_sleep_nothing_is_done() {
    check(|| {
        let polls = Cell::new(0);
        let console = Console::in_memory(SECOND);
        let clock = Clock::new();
        let mut events = EventLoop::new(&clock);
        for _ in 0..3 {
            events.spawn(counted(&polls, countup(&clock, &console, 2, 3)));
        }
        run_idly(&mut events);
        assert!(
            polls.get() <= 12,
            "{} polls where 12 are enough: for each of three tasks one when it is new and one \
            when a sleep ends",
            polls.get()
        );
    });
}

/// A waker that does nothing. How often it is held shows who could still call it.
struct Held;

impl Wake for Held {
    fn wake(self: Arc<Self>) {}
}

#[test]
fn a_dropped_sleep_wakes_nobody() {
    check(|| {
        let clock = Clock::new();
        let (first, second) = (Arc::new(Held), Arc::new(Held));
        let held = || [&first, &second].map(Arc::strong_count);
        let mut sleep = Box::pin(clock.sleep(Duration::MAX));
        for waker in [&first, &second].map(|held| Waker::from(Arc::clone(held))) {
            let poll = sleep.as_mut().poll(&mut Context::from_waker(&waker));
            assert_eq!(poll, Poll::Pending, "it is not over yet");
        }
        assert_eq!(
            held(),
            [1, 2],
            "of who hold the waker of the first poll, and of the last: is the last the only one that \
            the clock keeps?"
        );
        drop(sleep);
        assert_eq!(
            held(),
            [1, 1],
            "does `drop` take the waker out of the clock?"
        );
    });
}

#[test]
fn no_sleep_is_too_long_or_too_short() {
    check(|| {
        let clock = Clock::new();
        let mut events = EventLoop::new(&clock);
        events.spawn(async {
            clock.sleep(Duration::ZERO).await;
            let mut never = pin!(clock.sleep(Duration::MAX));
            let mut soon = pin!(clock.sleep(SECOND));
            let first = poll_fn(|context| match never.as_mut().poll(context) {
                Poll::Ready(()) => Poll::Ready("never"),
                Poll::Pending => soon.as_mut().poll(context).map(|()| "soon"),
            });
            assert_eq!(
                first.await,
                "soon",
                "a sleep ends in its time, not at its second poll"
            );
        });
        events.run();
    });
}

#[test]
fn a_task_can_wait_for_more_than_the_clock() {
    /// Is pending until a thread wakes it, four seconds later.
    async fn for_a_thread() {
        let mut waking = None;
        let wait = poll_fn(|context| {
            if waking.is_some() {
                return Poll::Ready(());
            }
            let waker = context.waker().clone();
            waking = Some(thread::spawn(move || {
                thread::sleep(4 * SECOND);
                waker.wake();
            }));
            Poll::Pending
        });
        wait.await;
    }

    check(|| {
        let ended = Cell::new(false);
        let clock = Clock::new();
        let mut events = EventLoop::new(&clock);
        events.spawn(async {
            for_a_thread().await;
            ended.set(true);
        });
        run_idly(&mut events);
        assert!(
            ended.get(),
            "nobody sleeps, but a task is left: `run` goes on"
        );
    });
}
