//! Checks `join_handle.rs`, the file beside this one, which is yours to edit.
//!
//! Checked: the handle by itself; that a result arrives, and wakes what awaits it; that a
//! task goes on without its handle; how `abort` ends it; and what a panic becomes.

#[cfg_attr(feature = "solutions", path = "../solutions/join_handle.rs")]
mod join_handle;

use std::cell::{Cell, RefCell};
use std::future::pending;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::pin::pin;
use std::rc::Rc;
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

use ch01_loops::workshop::check::within;
use ch04_countup::answers::async_await::{Runtime, yield_now};
use ch04_countup::workshop::check::polled::{Waiting, Wakes};
use join_handle::{JoinError, JoinHandle, Spawner, spawn};

#[test]
fn check_01_a_handle_is_pending_while_its_task_runs() {
    check(|| {
        let runtime = Runtime::new();
        let mut handle = pin!(spawn(&Spawner::new(&runtime), async { 7 }));
        let (first, last) = (Wakes::new(), Wakes::new());
        for wakes in [&first, &last] {
            let poll = wakes.poll(handle.as_mut());
            assert!(poll.is_pending(), "the task has not run yet: {poll:?}");
        }
        let kept = [&first, &last].map(|wakes| Arc::strong_count(wakes) - 1);
        let hint = "wakers kept, of the first poll and of the last: does it keep the last?";
        assert_eq!(kept, [0, 1], "{hint}");
    });
}

#[test]
fn check_02_the_result_wakes_what_awaits_it() {
    check(|| {
        let mut runtime = Runtime::new();
        let mut handle = pin!(spawn(&Spawner::new(&runtime), async {
            yield_now().await;
            7
        }));
        let wakes = Wakes::new();
        assert!(wakes.poll(handle.as_mut()).is_pending(), "it has not run yet");
        runtime.run_once();
        assert_eq!(wakes.count(), 0, "wakes while the task has only yielded");
        runtime.run_once();
        assert_eq!(wakes.count(), 1, "wakes when it has ended");
        let result = wakes.poll(handle.as_mut()).map(Result::unwrap);
        assert_eq!(result, Poll::Ready(7), "its result: is it taken out of `result`?");
    });
}

#[test]
fn check_03_a_task_awaits_the_tasks_it_starts() {
    check(|| {
        let sum = Cell::new(0);
        let mut runtime = Runtime::new();
        let spawner = Spawner::new(&runtime);
        let all = spawn(&Spawner::new(&runtime), async move {
            let handles = [3, 1, 2].map(|n| {
                spawn(&spawner, async move {
                    for _ in 0..n {
                        yield_now().await;
                    }
                    n
                })
            });
            let mut results = Vec::new();
            for handle in handles {
                results.push(handle.await.expect("no panic"));
            }
            results
        });
        runtime.spawn(async {
            let results = all.await.expect("no panic");
            assert_eq!(results, [3, 1, 2], "results, in the order of the handles");
            sum.set(results.iter().sum());
        });
        runtime.run();
        assert_eq!(sum.get(), 6, "the sum of the results");
    });
}

#[test]
fn check_04_without_its_handle_a_task_goes_on() {
    check(|| {
        let turns = Cell::new(0);
        let mut runtime = Runtime::new();
        drop(spawn(&Spawner::new(&runtime), async {
            for _ in 0..3 {
                yield_now().await;
                turns.set(turns.get() + 1);
            }
        }));
        runtime.run();
        assert_eq!(turns.get(), 3, "turns after its handle was dropped");
    });
}

#[test]
fn check_05_abort_ends_a_task_where_it_is_suspended() {
    check(|| {
        let (task, held) = (Waiting::default(), Rc::new(()));
        let owned = Rc::clone(&held);
        let mut runtime = Runtime::new();
        let handle = spawn(&Spawner::new(&runtime), async {
            let _owned = owned;
            task.until_poll(100).await;
        });
        runtime.run_once();
        runtime.run_once();
        let hint = "polls in two rounds, and nothing has woken it: does your poll wake it?";
        assert_eq!(task.polls(), 1, "{hint}");
        handle.abort();
        assert_eq!(Rc::strong_count(&held), 2, "its future is dropped in its turn, not before");
        runtime.run_once();
        let hint = "polls: it was aborted after the first. Is it woken, but not polled again?";
        assert_eq!(task.polls(), 1, "{hint}");
        let hint =
            "aborted, and its turn has come: does `abort` wake it, and is its future dropped?";
        assert_eq!(Rc::strong_count(&held), 1, "{hint}");
        is_aborted(handle);
    });
}

#[test]
fn check_06_abort_works_before_the_first_poll_and_without_the_handle() {
    check(|| {
        let tasks = [(); 2].map(|()| Waiting::default());
        let mut runtime = Runtime::new();
        let [early, dropped] = tasks.each_ref().map(|task| {
            spawn(&Spawner::new(&runtime), async {
                task.until_poll(1).await;
                pending::<()>().await;
            })
        });
        early.abort();
        runtime.run_once();
        assert_eq!(tasks[0].polls(), 0, "polls of a task aborted before its first");
        is_aborted(early);
        dropped.abort();
        drop(dropped);
        runtime.run();
        assert!(runtime.is_empty(), "an aborted task must not wait");
    });
}

#[test]
fn check_07_abort_after_the_end_changes_nothing() {
    check(|| {
        let mut runtime = Runtime::new();
        let handle = spawn(&Spawner::new(&runtime), async { 7 });
        runtime.run();
        handle.abort();
        let result = Wakes::new().poll(pin!(handle)).map(Result::ok);
        assert_eq!(result, Poll::Ready(Some(7)), "the result was there first");
    });
}

#[test]
fn check_08_a_task_that_aborts_itself_ends_at_its_next_await() {
    let hint = "it does not end: a task aborts itself, and nothing else wakes it. Does it leave \
        its waker before its future is polled, so that `abort` finds it?";
    within(Duration::from_secs(1), hint, || {
        let steps = RefCell::new(Vec::new());
        let own: RefCell<Option<JoinHandle<()>>> = RefCell::new(None);
        let mut runtime = Runtime::new();
        let handle = spawn(&Spawner::new(&runtime), async {
            let handle = own.take().expect("its own handle");
            handle.abort();
            steps.borrow_mut().push("after the abort");
            pending::<()>().await;
            steps.borrow_mut().push("after the await");
        });
        own.replace(Some(handle));
        runtime.run();
        assert_eq!(*steps.borrow(), ["after the abort"], "what it does after it is aborted");

        let own = RefCell::new(None);
        let mut runtime = Runtime::new();
        let handle = spawn(&Spawner::new(&runtime), async {
            let handle: Option<JoinHandle<u32>> = own.take();
            handle.iter().for_each(JoinHandle::abort);
            own.replace(handle);
            7
        });
        own.replace(Some(handle));
        runtime.run();
        let handle = own.take().expect("its own handle");
        let result = Wakes::new().poll(pin!(handle));
        assert!(
            matches!(result, Poll::Ready(Ok(7))),
            "{result:?}: it has aborted itself and ended, without an `.await` after that, so is              that still its result?"
        );
    });
}

#[test]
fn check_09_a_panic_is_a_result() {
    check(|| {
        let mut runtime = Runtime::new();
        let panics = || async {
            yield_now().await;
            resume_unwind(Box::new("a panic"));
        };
        let handle = spawn(&Spawner::new(&runtime), panics());
        let run = catch_unwind(AssertUnwindSafe(|| runtime.run()));
        assert!(run.is_ok(), "the handle must return the panic: does `poll` catch it?");
        let Poll::Ready(Err(JoinError::Panicked(payload))) = Wakes::new().poll(pin!(handle)) else {
            panic!("the task panicked: is the payload its result?");
        };
        assert_eq!(payload.downcast_ref(), Some(&"a panic"), "the same panic");

        drop(spawn(&Spawner::new(&runtime), panics()));
        let run = catch_unwind(AssertUnwindSafe(|| runtime.run()));
        assert!(run.is_err(), "without a handle the panic must leave `run`");
    });
}

#[test]
fn check_10_dropping_the_runtime_aborts_its_tasks() {
    check(|| {
        let mut runtime = Runtime::new();
        let mut handle = pin!(spawn(&Spawner::new(&runtime), pending::<()>()));
        let wakes = Wakes::new();
        assert!(wakes.poll(handle.as_mut()).is_pending(), "it waits");
        runtime.run_once();
        drop(runtime);
        assert_eq!(wakes.count(), 1, "wakes: nothing else will come");
        let result = wakes.poll(handle);
        assert!(matches!(result, Poll::Ready(Err(JoinError::Aborted))), "{result:?}");
    });
}

#[test]
fn check_11_ten_thousand_are_joined() {
    check(|| {
        let mut runtime = Runtime::new();
        let spawner = Spawner::new(&runtime);
        runtime.spawn(async move {
            let handles: Vec<_> = (0..10_000).map(|n| spawn(&spawner, async move { n })).collect();
            for (n, handle) in handles.into_iter().enumerate() {
                assert_eq!(handle.await.expect("no panic"), n, "the result of task {n}");
            }
        });
        runtime.run();
    });
}

#[track_caller]
fn is_aborted(handle: JoinHandle<()>) {
    let poll = Wakes::new().poll(pin!(handle));
    assert!(
        matches!(poll, Poll::Ready(Err(JoinError::Aborted))),
        "the handle of an aborted task: {poll:?}"
    );
}

/// Runs a check that ends soon, or fails with a hint if it does not end.
#[track_caller]
fn check(job: fn()) {
    let hint = "it does not end: does a task leave its waker before it is polled, does `abort` \
        wake it, and does a pending handle keep the waker of what awaits it?";
    within(Duration::from_secs(1), hint, job);
}
