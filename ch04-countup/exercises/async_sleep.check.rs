//! Checks `async_sleep.rs`, the file beside this one, which is yours to edit.
//!
//! A sleeping thread can do nothing else; a sleeping task is a waker in a list, and the
//! thread is free for the others. Checked: one sleep, polled by hand; that sleeps overlap
//! and end in order; that nothing is done while all sleep; and that a dropped sleep is
//! forgotten.

#[cfg_attr(feature = "solutions", path = "../solutions/async_sleep.rs")]
mod async_sleep;

use std::cell::{Cell, RefCell};
use std::fmt::Debug;
use std::future::poll_fn;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::pin::{Pin, pin};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Wake, Waker};
use std::thread;
use std::time::{Duration, Instant};

use async_sleep::{Clock, EventLoop, Sleep};
use ch01_loops::Console;
use ch01_loops::workshop::check::used_by;
use ch01_loops::workshop::check::within;
use ch04_countup::answers::async_await::yield_now;
use ch04_countup::answers::join_handle::Spawner;
use ch04_countup::workshop::check::polled::{Wakes, with_nothing_borrowed};

/// Well over a tick of the clock, which is 15.6 ms on Windows.
const SECOND: Duration = Duration::from_millis(40);

#[test]
fn check_01_a_sleep_is_pending_until_the_clock_wakes_it() {
    check(|| {
        let (clock, wakes) = (Clock::new(), Wakes::new());
        let mut sleep = pin!(clock.sleep(SECOND));
        let hint = "the first poll: does it leave the waiting to the clock?";
        assert_eq!(wakes.poll(sleep.as_mut()), Poll::Pending, "{hint}");
        let hint = "it is due in a second: did the first poll put a waker among the sleepers?";
        assert!(clock.wake_due().is_some(), "{hint}");
        assert_eq!(wakes.count(), 0, "wakes before it is due");

        thread::sleep(SECOND);
        assert_eq!(
            wakes.poll(sleep.as_mut()),
            Poll::Pending,
            "it is due, but still among the sleepers: is it ready by the time, perhaps before a \
             sleep with an earlier deadline, and not once the clock has taken it out?"
        );
        assert_eq!(clock.wake_due(), None, "time until the next, when none is left");
        assert_eq!(wakes.count(), 1, "wakes when it is due");
        assert_eq!(
            wakes.poll(sleep.as_mut()),
            Poll::Ready(()),
            "it was taken out: is it ready then?"
        );
    });
}

#[test]
fn check_02_the_clock_keeps_the_waker_of_the_last_poll() {
    check(|| {
        let clock = Clock::new();
        let (first, last) = (Wakes::new(), Wakes::new());
        let mut sleep = pin!(clock.sleep(SECOND));
        let polls = [&first, &last].map(|wakes| wakes.poll(sleep.as_mut()));
        assert_eq!(polls, [Poll::Pending; 2], "it is not due yet");
        let hint = "wakers kept, of the first poll and of the last: does a later poll \
            replace the waker?";
        let kept = [&first, &last].map(|wakes| Arc::strong_count(wakes) - 1);
        assert_eq!(kept, [0, 1], "{hint}");
        thread::sleep(SECOND);
        clock.wake_due();
        let woken = [first.count(), last.count()];
        assert_eq!(woken, [0, 1], "wakes, of the first waker and of the last");
    });
}

#[test]
fn check_03_a_sleep_of_zero_yields() {
    check(|| {
        let (clock, wakes) = (Clock::new(), Wakes::new());
        let mut sleep = pin!(clock.sleep(Duration::ZERO));
        assert_eq!(
            wakes.poll(sleep.as_mut()),
            Poll::Pending,
            "a loop of such sleeps would never let another task run: is every first poll pending?"
        );
        clock.wake_due();
        assert_eq!(wakes.count(), 1, "wakes: it is due at once");
        assert_eq!(wakes.poll(sleep.as_mut()), Poll::Ready(()), "taken out");
    });
}

#[test]
fn check_04_a_dropped_sleep_is_forgotten() {
    check(|| {
        let (clock, wakes) = (Clock::new(), Wakes::new());
        let mut sleep = Box::pin(clock.sleep(Duration::MAX));
        assert_eq!(wakes.poll(sleep.as_mut()), Poll::Pending, "some years");
        drop(sleep);
        let hint = "does `drop` take its waker out of the clock?";
        assert_eq!(Arc::strong_count(&wakes) - 1, 0, "wakers kept: {hint}");
        assert_eq!(clock.wake_due(), None, "time until the next, of none: {hint}");
        assert_eq!(wakes.count(), 0, "wakes: it did not come to its end");

        let never_polled = clock.sleep(Duration::ZERO);
        let hint = "it was not polled: nothing is asleep yet";
        assert_eq!(clock.wake_due(), None, "{hint}");
        drop(never_polled);
    });
}

#[test]
fn check_05_sleeps_end_in_the_order_of_their_deadlines() {
    /// A waker that notes its name.
    struct Name(usize, Arc<Mutex<Vec<usize>>>);

    impl Wake for Name {
        fn wake(self: Arc<Self>) {
            self.1.lock().expect("no panic").push(self.0);
        }
    }

    check(|| {
        let order = Arc::new(Mutex::new(Vec::new()));
        let clock = Clock::new();
        // Deadlines in five groups, a millisecond apart; in each they are very close.
        let millis = |n: usize| Duration::from_millis(10 - n as u64 % 5);
        let mut sleeps: Vec<_> = (0..50).map(|n| Box::pin(clock.sleep(millis(n)))).collect();
        let mut poll = |n: usize| {
            let waker = Waker::from(Arc::new(Name(n, Arc::clone(&order))));
            let _ = sleeps[n].as_mut().poll(&mut Context::from_waker(&waker));
        };
        (0..50).for_each(&mut poll);
        // Early polls, more of them for some than for others.
        for _ in 0..100 {
            (0..50).step_by(2).for_each(&mut poll);
        }
        thread::sleep(millis(0));
        clock.wake_due();
        let mut nearest_first: Vec<_> = (0..50).collect();
        nearest_first.sort_by_key(|&n| millis(n));
        let hint = "is the deadline fixed when a sleep is made, and kept at each poll?";
        assert_eq!(*order.lock().expect("no panic"), nearest_first, "{hint}");
    });
}

#[test]
fn check_06_tasks_sleep_at_the_same_time() {
    check(|| {
        let hint = "not 5 seconds but 10: does a sleep hold up its task, and not the thread?";
        in_one_of_five(true, hint, || {
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
                "`run` returned after {took:?}, before the sleepers were done: does it go on \
                 until every task has ended?"
            );
            took < 9 * SECOND
        });
    });
}

#[test]
fn check_07_a_long_sleep_does_not_hold_up_a_short_one() {
    check(|| {
        let order = ["2", "0", "1", "2", "3", "1", "4", "5"];
        let hint = "sleeps of four seconds and one: is each woken when due, and none before?";
        in_one_of_five(order, hint, || {
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

/// `run_with` waits with `wait`, which here only notes how long it may.
#[test]
fn check_08_it_waits_until_the_next_sleeper_is_due_and_no_longer() {
    check(|| {
        let clock = Clock::new();
        let limits = RefCell::new(Vec::new());
        let mut events = EventLoop::with_notify(&clock, || ());
        events.spawn(async { clock.sleep(SECOND).await });
        events.run_with(|limit| {
            limits.borrow_mut().push(limit);
            let hint = "`wait` got `None`, no limit, with a task new or asleep: does it get zero \
                while a task is ready, and then the time until the next is due?";
            thread::sleep(limit.expect(hint));
        });
        let limits = limits.into_inner();
        let [new, asleep, ..] = limits[..] else {
            panic!(
                "a task was new, then slept, and `wait` was called with {limits:?}: is it \
                 called once in each round?"
            );
        };
        assert_eq!(
            new,
            Some(Duration::ZERO),
            "the task is new: does `wait` get zero while a task is ready?"
        );
        let hint =
            "then it sleeps, for a second of 20 ms: does `wait` get the time until it is due?";
        assert!(asleep > Some(Duration::ZERO), "{asleep:?}: {hint}");
        assert!(asleep <= Some(SECOND), "{asleep:?}: {hint}");
    });
}

#[test]
fn check_09_while_all_sleep_nothing_is_done() {
    check(|| {
        let polls = Cell::new(0);
        let console = Console::in_memory(SECOND);
        let clock = Clock::new();
        let mut events = EventLoop::new(&clock);
        for _ in 0..3 {
            events.spawn(counted(&polls, countup(&clock, &console, 2, 3)));
        }
        run_idly(&mut events);
        let hint = "polls of three tasks that sleep three times: one when a task is new, one \
            when a sleep ends";
        assert_eq!(polls.get(), 12, "{hint}");
    });
}

#[test]
fn check_10_a_task_can_wait_for_more_than_the_clock() {
    check(|| {
        let ended = Cell::new(false);
        let clock = Clock::new();
        let mut events = EventLoop::new(&clock);
        events.spawn(async {
            until_a_thread_wakes_it().await;
            ended.set(true);
        });
        run_idly(&mut events);
        let hint = "no task is asleep, but one is left: does `run` end when no *task* is left?";
        assert!(ended.get(), "{hint}");
    });
}

#[test]
fn check_11_a_task_that_always_yields_does_not_hold_up_a_sleep() {
    check(|| {
        let over = Cell::new(false);
        let start = Instant::now();
        let clock = Clock::new();
        let mut events = EventLoop::new(&clock);
        events.spawn(async {
            while !over.get() {
                yield_now().await;
                assert!(
                    start.elapsed() < 20 * SECOND,
                    "a sleeper is due, but a task that always yields keeps the loop: \
                     does each round begin with `wake_due`, and is it one `run_once`, not `run`?"
                );
            }
        });
        events.spawn(async {
            clock.sleep(SECOND).await;
            over.set(true);
        });
        events.run();
    });
}

#[test]
fn check_12_a_sleep_begins_when_it_is_made() {
    check(|| {
        let took = Cell::new(Duration::MAX);
        let clock = Clock::new();
        let sleep = clock.sleep(5 * SECOND);
        thread::sleep(6 * SECOND);
        let mut events = EventLoop::new(&clock);
        events.spawn(async {
            let begin = Instant::now();
            sleep.await;
            took.set(begin.elapsed());
        });
        events.run();
        let hint = "it was made six seconds ago, for five: is its deadline fixed when it is made?";
        assert!(took.get() < 5 * SECOND, "{took:?} more: {hint}");
    });
}

#[test]
fn check_13_tasks_start_others_and_end_in_a_panic() {
    check(|| {
        let clock = Clock::new();
        let names = RefCell::new(Vec::new());
        let name = |name| names.borrow_mut().push(name);
        let (clock, name) = (&clock, &name);
        let mut events = EventLoop::new(clock);
        let spawner = Spawner::new(&events.tasks);
        events.spawn(async move {
            spawner.spawn(async move {
                clock.sleep(2 * SECOND).await;
                name("child");
            });
            clock.sleep(SECOND).await;
            resume_unwind(Box::new("a panic"));
        });
        let panic = catch_unwind(AssertUnwindSafe(|| events.run()));
        assert!(panic.is_err(), "a task's panic must leave `run`");
        let panic = catch_unwind(AssertUnwindSafe(|| events.run()));
        assert!(panic.is_ok(), "a second panic: the first ended its task");
        let hint = "the second `run` goes on with the other task";
        assert_eq!(*names.borrow(), ["child"], "{hint}");
    });
}

/// A waker may run any code when it is called, cloned or dropped: here it drops a sleep of
/// the same clock.
#[test]
fn check_14_wakers_are_called_and_dropped_with_nothing_borrowed() {
    /// Its drop takes a sleep out of the clock, its call looks for what is due.
    struct Owner(Option<Pin<Box<Sleep<'static>>>>, &'static Clock);

    impl Drop for Owner {
        fn drop(&mut self) {
            drop(self.0.take());
            self.1.wake_due();
        }
    }

    // A clock belongs to one thread, and all of this happens there.
    thread_local!(static CLOCK: &'static Clock = Box::leak(Box::new(Clock::new())));

    /// A waker is `Send`: it finds its owner on the thread.
    struct Calls;

    thread_local!(static OWNED: RefCell<Vec<Owner>> = const { RefCell::new(Vec::new()) });

    impl Wake for Calls {
        fn wake(self: Arc<Self>) {
            CLOCK.with(|clock| clock.wake_due());
        }
    }

    impl Drop for Calls {
        fn drop(&mut self) {
            let owner = OWNED.with(|owned| owned.borrow_mut().pop());
            drop(owner);
        }
    }

    check(|| {
        let uses_the_clock = |&clock: &&'static Clock| {
            let own = || {
                let mut sleep = Box::pin(clock.sleep(Duration::MAX));
                let _ = Wakes::new().poll(sleep.as_mut());
                OWNED.with(|owned| owned.borrow_mut().push(Owner(Some(sleep), clock)));
                Waker::from(Arc::new(Calls))
            };
            // Replaced, removed and called: each time a waker is dropped.
            let mut sleep = pin!(clock.sleep(Duration::ZERO));
            for _ in 0..2 {
                let waker = own();
                let _ = sleep.as_mut().poll(&mut Context::from_waker(&waker));
            }
            clock.wake_due();
            let mut dropped = Box::pin(clock.sleep(Duration::MAX));
            let waker = own();
            let _ = dropped.as_mut().poll(&mut Context::from_waker(&waker));
            drop(waker);
            drop(dropped);
            let left = OWNED.with(|owned| owned.borrow().len());
            assert_eq!(left, 0, "wakers kept");
        };
        with_nothing_borrowed(|| CLOCK.with(uses_the_clock));
    });
}

#[test]
fn check_15_a_hundred_thousand_sleepers_are_quick() {
    many(|| {
        let clock = Clock::new();
        let mut events = EventLoop::new(&clock);
        for n in 0..100_000 {
            let clock = &clock;
            events.spawn(async move { clock.sleep(Duration::from_micros(n % 1000)).await });
        }
        events.run();
    });
}

/// The countdown of chapter 1 as a task: the same loop, with another sleep.
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

/// Is pending until a thread wakes its task, four seconds later.
async fn until_a_thread_wakes_it() {
    let mut asked = false;
    let wait = poll_fn(|context| {
        if asked {
            return Poll::Ready(());
        }
        asked = true;
        let waker = context.waker().clone();
        thread::spawn(move || {
            thread::sleep(4 * SECOND);
            waker.wake();
        });
        Poll::Pending
    });
    wait.await;
}

/// Runs `events` and complains if that keeps the processor busy.
fn run_idly(events: &mut EventLoop<'_>) {
    let (time, times) = used_by(|| events.run());
    assert!(
        time < SECOND && times <= 10,
        "{time:?} of work for nothing, in {times} pieces: does `wait` get the whole time until \
        the next sleeper is due, and is it called once a round?"
    );
}

const HINT: &str = "it does not end: does each round call `wake_due` before it waits, `wait` no \
        longer than until the next sleeper is due, and not at all while a task is ready, and end \
        in `run_once`?";

/// Runs a check that ends soon, or fails with a hint if it does not end.
#[track_caller]
fn check(job: fn()) {
    within(Duration::from_secs(2), HINT, job);
}

/// As [`check`], with more time.
#[track_caller]
fn many(job: fn()) {
    within(Duration::from_secs(3), HINT, job);
}

/// Passes if one of five runs returns `expected`. On a busy machine a thread may have to
/// wait for the processor, and what is late comes in another order. A wrong answer is
/// wrong every time.
fn in_one_of_five<T: Debug + PartialEq<E>, E: Debug>(expected: E, hint: &str, run: fn() -> T) {
    for _ in 1..5 {
        if run() == expected {
            return;
        }
    }
    assert_eq!(run(), expected, "{hint}");
}
