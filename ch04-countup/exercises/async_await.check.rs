//! Checks `async_await.rs`, the file beside this one, which is yours to edit.
//!
//! A runtime makes a promise: a waiting task costs nothing until something wakes it, and a
//! woken task gets a turn. Checked: `yield_now` by itself; one task, polled, woken and
//! dropped; `run`, and how it waits; then all that can go wrong.

#[cfg_attr(feature = "solutions", path = "../solutions/async_await.rs")]
mod async_await;

use std::cell::{Cell, RefCell};
use std::future::{pending, poll_fn};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::pin::pin;
use std::rc::Rc;
use std::sync::Arc;
use std::task::Poll;
use std::thread;
use std::time::Duration;

use async_await::{Runtime, yield_now};
use ch01_loops::Console;
use ch01_loops::workshop::check::used_by;
use ch01_loops::workshop::check::within;
use ch04_countup::workshop::check::polled::{Waiting, Wakes};

const SECOND: Duration = Duration::from_millis(10);

#[test]
fn check_01_yield_now_is_pending_once() {
    check(|| {
        let wakes = Wakes::new();
        let mut switch = pin!(yield_now());
        assert_eq!(
            wakes.poll(switch.as_mut()),
            Poll::Pending,
            "the first poll gives the others a turn: is it pending?"
        );
        let hint = "it wants its next turn right after the others': does it wake its task?";
        assert_eq!(wakes.count(), 1, "{hint}");
        assert_eq!(
            wakes.poll(switch.as_mut()),
            Poll::Ready(()),
            "the others have had their turn: is it ready the second time?"
        );
    });
}

#[test]
fn check_02_a_new_task_is_polled_once_and_dropped() {
    check(|| {
        let (task, held) = (Waiting::default(), Rc::new(()));
        let owned = Rc::clone(&held);
        let mut runtime = Runtime::new();
        runtime.spawn(async {
            task.until_poll(1).await;
            drop(owned);
        });
        runtime.run_once();
        assert_eq!(task.polls(), 1, "a new task: is it polled in a round?");
        let hint = "the task has ended: is its future put back, although it was ready?";
        assert!(runtime.is_empty(), "{hint}");
        assert_eq!(Rc::strong_count(&held), 1, "{hint}");
    });
}

#[test]
fn check_03_a_pending_task_is_polled_again_when_it_is_woken() {
    check(|| {
        let (task, other) = (Waiting::default(), Waiting::default());
        let mut runtime = Runtime::new();
        runtime.spawn(task.until_poll(3));
        runtime.spawn(other.until_poll(2));
        runtime.run_once();
        assert_eq!(
            [task.polls(), other.polls()],
            [1, 1],
            "polls in one round, of two new tasks: is each polled once, and not to its end?"
        );
        assert!(!runtime.is_empty(), "they are pending: are they put back?");
        for polls in 2..=3 {
            let waker = task.waker();
            assert!(
                !waker.data().is_null(),
                "it was polled with a waker that does nothing: is it this task's waker that \
                 the context holds?"
            );
            waker.wake();
            runtime.run_once();
            assert_eq!(
                [task.polls(), other.polls()],
                [polls, 1],
                "polls after a wake of the first of two tasks: does `wake_by_ref` push it? Was \
                 `queued` cleared when it was polled before?"
            );
        }
    });
}

#[test]
fn check_04_a_round_polls_each_once_and_leaves_wakes_for_the_next() {
    check(|| {
        let turns = RefCell::new(Vec::new());
        let mut runtime = Runtime::new();
        for name in ["a", "b"] {
            let turns = &turns;
            runtime.spawn(async move {
                for _ in 0..3 {
                    turns.borrow_mut().push(name);
                    yield_now().await;
                }
            });
        }
        for round in 1..=3 {
            runtime.run_once();
            assert_eq!(
                *turns.borrow(),
                ["a", "b"].repeat(round),
                "turns after {round} rounds: tasks that yield wake themselves *during* their \
                 poll. Is `queued` cleared before the poll?"
            );
        }
    });
}

#[test]
fn check_05_run_ends_when_every_task_has_ended() {
    let hint = "it does not end, and no task is left: does `run` return when `is_empty`, and look \
        before it parks?";
    within(Duration::from_secs(1), hint, || {
        let mut runtime = Runtime::new();
        runtime.run();
        runtime.spawn(async {});
        runtime.run();
        assert!(runtime.is_empty(), "does `run` go on until every task has ended?");
    });
}

#[test]
fn check_06_run_runs_the_loops_of_chapter_1_to_their_end() {
    async fn countdown(console: &Console, mut n: u64) {
        while n > 0 {
            console.print(n);
            console.sleep(1);
            n -= 1;
            yield_now().await;
        }
    }

    async fn countup(console: &Console, n: u64) {
        let mut x = 0;
        while x < n {
            console.print(x);
            console.sleep(1);
            x += 1;
            yield_now().await;
        }
    }

    check(|| {
        let console = Console::in_memory(SECOND);
        let mut runtime = Runtime::new();
        runtime.spawn(countdown(&console, 5));
        runtime.spawn(countup(&console, 5));
        runtime.run();
        let hint = "does `run` go on until every task has ended?";
        assert_eq!(console.printed(), ["5", "0", "4", "1", "3", "2", "2", "3", "1", "4"], "{hint}");
        assert!(runtime.is_empty(), "{hint}");
    });
}

#[test]
fn check_07_while_nothing_is_ready_run_waits() {
    check(|| {
        let task = Waiting::default();
        let mut runtime = Runtime::new();
        runtime.spawn(task.until_poll(2));
        runtime.run_once();
        let waker = task.waker();
        let waking = thread::spawn(move || {
            thread::sleep(30 * SECOND);
            waker.wake();
        });
        let (time, times) = used_by(|| runtime.run());
        waking.join().expect("it woke the task");
        let hint = "it returned while a task was waiting: does `run` go on while a task is left?";
        assert!(runtime.is_empty(), "{hint}");
        assert!(
            time < SECOND && times <= 8,
            "it had nothing to do, and worked for {time:?} in {times} pieces: does `run` park \
             while nothing is ready, or does it look again and again?"
        );
        assert_eq!(task.polls(), 2, "polls: one when new, one when woken");
    });
}

#[test]
fn check_08_a_waiting_task_is_not_polled() {
    check(|| {
        let task = Waiting::default();
        let mut runtime = Runtime::new();
        runtime.spawn(task.until_poll(2));
        runtime.spawn(async {
            for _ in 0..100 {
                yield_now().await;
            }
            let hint = "polls before its wake: are only new and woken tasks polled?";
            assert_eq!(task.polls(), 1, "{hint}");
            task.waker().wake();
        });
        runtime.run();
        assert_eq!(task.polls(), 2, "polls, one of them after the wake");
    });
}

#[test]
fn check_09_two_wakes_are_one_poll() {
    check(|| {
        let task = Waiting::default();
        let mut runtime = Runtime::new();
        runtime.spawn(task.until_poll(100));
        for polls in 1..=3 {
            runtime.run_once();
            runtime.run_once();
            assert_eq!(
                task.polls(),
                polls,
                "polls, each after two wakes: does a wake look at `queued`?"
            );
            task.waker().wake_by_ref();
            task.waker().wake();
        }
    });
}

#[test]
fn check_10_tasks_are_polled_in_the_order_of_their_wakes() {
    check(|| {
        let order = RefCell::new(Vec::new());
        let tasks: Vec<Waiting> = (0..20).map(|_| Waiting::default()).collect();
        let mut runtime = Runtime::new();
        for (n, task) in tasks.iter().enumerate() {
            let order = &order;
            runtime.spawn(async move {
                task.until_poll(2).await;
                order.borrow_mut().push(n);
            });
        }
        runtime.run_once();
        let wakes = [7, 3, 19, 0, 11, 12, 5, 18, 1, 2, 17, 16];
        for n in wakes {
            tasks[n].waker().wake();
        }
        runtime.run_once();
        assert_eq!(*order.borrow(), wakes, "is the first woken the first polled?");
    });
}

#[test]
fn check_12_a_panic_ends_only_its_own_task() {
    check(|| {
        let (order, held) = (RefCell::new(Vec::new()), Rc::new(()));
        let mut runtime = Runtime::new();
        for n in 0..4 {
            let (order, owned) = (&order, Rc::clone(&held));
            runtime.spawn(async move {
                let _owned = owned;
                yield_now().await;
                if n == 1 {
                    resume_unwind(Box::new("a panic"));
                }
                order.borrow_mut().push(n);
            });
        }
        let panic = catch_unwind(AssertUnwindSafe(|| runtime.run()));
        let payload = panic.expect_err("the panic of a task leaves `run`: is it swallowed?");
        assert_eq!(payload.downcast_ref(), Some(&"a panic"), "the same panic");

        let panic = catch_unwind(AssertUnwindSafe(|| runtime.run()));
        assert!(panic.is_ok(), "a second panic: is the task that panicked polled again?");
        assert_eq!(
            *order.borrow(),
            [0, 2, 3],
            "the second `run` goes on with the others: was a ready task lost?"
        );
        let hint = "all have ended, one in a panic: is what it owned kept?";
        assert_eq!(Rc::strong_count(&held), 1, "{hint}");
    });
}

#[test]
fn check_13_a_waker_may_be_called_after_its_task_has_ended() {
    check(|| {
        let (ended, next) = (Waiting::default(), Waiting::default());
        let mut runtime = Runtime::new();
        runtime.spawn(ended.until_poll(1));
        runtime.run_once();
        runtime.spawn(next.until_poll(2));
        runtime.run_once();
        ended.waker().wake();
        runtime.run_once();
        assert_eq!(ended.polls(), 1, "it was ready: is its future polled again?");
        assert_eq!(next.polls(), 1, "the waker of an ended task must wake no other");

        let waker = next.waker();
        drop(runtime);
        let elsewhere = thread::spawn(move || waker.wake_by_ref());
        elsewhere.join().expect("the runtime is gone: a wake is harmless");
    });
}

/// A task in the queue, and the queue in a task, would be a reference cycle.
#[test]
fn check_14_dropping_the_runtime_drops_its_tasks() {
    check(|| {
        let (held, roused) = (Rc::new(()), Arc::new(()));
        let rouse = Arc::clone(&roused);
        let (waits, woken) = (Waiting::default(), Waiting::default());
        let mut runtime = Runtime::with_notify(move || {
            let _ = &rouse;
        });
        for task in [&waits, &woken] {
            let owned = Rc::clone(&held);
            runtime.spawn(async move {
                let _owned = owned;
                task.until_poll(1).await;
                pending::<()>().await;
            });
        }
        runtime.run_once();
        woken.waker().wake();
        let owned = Rc::clone(&held);
        runtime.spawn(async move {
            let _owned = owned;
        });
        assert_eq!(Rc::strong_count(&held), 4, "three have not ended: are they kept?");
        drop(runtime);
        assert_eq!(Rc::strong_count(&held), 1, "what still keeps their futures?");
        drop((waits, woken));
        assert_eq!(Arc::strong_count(&roused), 1, "what still keeps a waker?");
    });
}

#[test]
fn check_16_a_hundred_thousand_tasks_are_quick() {
    many(|| {
        let turns = Cell::new(0);
        let mut runtime = Runtime::new();
        for _ in 0..100_000 {
            runtime.spawn(async {
                yield_now().await;
                turns.set(turns.get() + 1);
            });
        }
        runtime.run();
        assert_eq!(turns.get(), 100_000);
    });
}

#[test]
fn check_17_wakes_from_other_threads_are_not_lost() {
    check(|| {
        let mut runtime = Runtime::new();
        for _ in 0..4 {
            runtime.spawn(async {
                for _ in 0..50 {
                    let mut asked = false;
                    let wait = poll_fn(|context| {
                        if asked {
                            return Poll::Ready(());
                        }
                        asked = true;
                        let waker = context.waker().clone();
                        thread::spawn(move || waker.wake());
                        Poll::Pending
                    });
                    wait.await;
                }
            });
        }
        runtime.run();
    });
}

const HINT: &str = "it does not end: is a woken task pushed to the queue, is `queued` \
        cleared before the poll, does `run` look at `is_ready` before it parks, and does it end \
        when every task has ended?";

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
