//! Checks `join_handle.rs`. Edit that file, not this one.
//!
//! - A handle is pending until its task has ended, and then has the result, once.
//! - `abort` ends a task where it is suspended, or at its next `.await`. If it has ended before
//!   that, its result stands.
//! - A panic is a result. Without a handle it leaves `run`.

use std::cell::RefCell;
use std::future::pending;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::pin::pin;
use std::rc::Rc;
use std::sync::Arc;
use std::task::Poll;

use ch01_loops::workshop::check::{ends, panic, panics};
use ch04_countup::answers::async_await::{Runtime, yield_now};
use ch04_countup::workshop::check::polled::{Waiting, Wakes};
use join_handle::{JoinError, JoinHandle, Spawner, spawn};

#[test]
fn check_01_a_handle_keeps_the_waker_of_the_latest_poll() {
    ends(HANGS, || {
        let runtime = Runtime::new();
        let mut handle = pin!(spawn(&Spawner::new(&runtime), pending::<()>()));
        let [first, last] = [(); 2].map(|()| Wakes::new());
        assert!(first.poll(handle.as_mut()).is_pending(), "the task has not run yet");
        assert!(last.poll(handle.as_mut()).is_pending(), "the task has not run yet");
        assert_eq!(first.count() + last.count(), 0, "wake-ups: does the handle wake itself?");
        let kept = [&first, &last].map(|wakes| Arc::strong_count(wakes) - 1);
        assert_eq!(kept, [0, 1], "wakers kept of each poll: does it keep the latest?");
        drop(runtime);
        assert_eq!(last.count(), 1, "wake-ups when the runtime is gone");
        is_aborted(last.poll(handle));
    });
}

#[test]
fn check_02_the_result_wakes_what_awaits_it() {
    ends(HANGS, || {
        let mut runtime = Runtime::new();
        let mut handle = pin!(spawn(&Spawner::new(&runtime), seven()));
        let wakes = Wakes::new();
        assert!(wakes.poll(handle.as_mut()).is_pending(), "the task has not run yet");
        runtime.run_once();
        assert_eq!(wakes.count(), 0, "wake-ups while the task has only yielded");
        runtime.run_once();
        assert_eq!(wakes.count(), 1, "wake-ups when the task has ended");
        let result = wakes.poll(handle).map(Result::ok);
        assert_eq!(result, Poll::Ready(Some(7)), "do you take the result out of `result`?");
    });
}

#[test]
fn check_03_a_result_is_returned_once() {
    ends(HANGS, || {
        let mut runtime = Runtime::new();
        let mut handle = pin!(spawn(&Spawner::new(&runtime), seven()));
        runtime.run();
        assert!(Wakes::new().poll(handle.as_mut()).is_ready(), "it is there");
        let again = catch_unwind(AssertUnwindSafe(|| Wakes::new().poll(handle)));
        assert!(again.is_err(), "its result is gone, and nobody will wake it: does `poll` say so?");
    });
}

#[test]
fn check_04_abort_ends_a_task_where_it_is_suspended() {
    ends(HANGS, || {
        let task = Waiting::default();
        let mut runtime = Runtime::new();
        let mut handle = pin!(spawn(&Spawner::new(&runtime), task.until_poll(100)));
        (0..2).for_each(|_| runtime.run_once());
        assert_eq!(task.polls(), 1, "polls, and nothing woke it: does your poll wake its task?");
        handle.abort();
        let at_once = Wakes::new().poll(handle.as_mut());
        assert!(at_once.is_pending(), "its future is still there: does `abort` wait for its turn?");
        runtime.run_once();
        assert_eq!(task.polls(), 1, "polls, aborted after the first: do you poll it once more?");
        assert!(runtime.is_empty(), "aborted: does `abort` wake it, and is it ready then?");
        is_aborted(Wakes::new().poll(handle));
    });
}

#[test]
fn check_05_abort_works_before_the_first_poll() {
    ends(HANGS, || {
        let task = Waiting::default();
        let mut runtime = Runtime::new();
        let handle = spawn(&Spawner::new(&runtime), task.until_poll(2));
        handle.abort();
        runtime.run_once();
        assert_eq!(task.polls(), 0, "polls: does `abort` set `aborted` also if there is no waker?");
        is_aborted(Wakes::new().poll(pin!(handle)));
    });
}

#[test]
fn check_06_abort_after_the_end_changes_nothing() {
    ends(HANGS, || {
        let mut runtime = Runtime::new();
        let handle = spawn(&Spawner::new(&runtime), seven());
        runtime.run();
        handle.abort();
        let result = Wakes::new().poll(pin!(handle)).map(Result::ok);
        assert_eq!(result, Poll::Ready(Some(7)), "the result was there before the `abort`");
    });
}

#[test]
fn check_07_a_panic_is_a_result() {
    ends(HANGS, || {
        let mut runtime = Runtime::new();
        let handle = spawn(&Spawner::new(&runtime), async { resume_unwind(Box::new("ours")) });
        let run = catch_unwind(AssertUnwindSafe(|| runtime.run()));
        assert!(run.is_ok(), "the handle must return the panic: what catches it?");
        let result: Poll<Result<(), _>> = Wakes::new().poll(pin!(handle));
        let Poll::Ready(Err(JoinError::Panicked(payload))) = result else {
            panic!("the task panicked: is that its result? {result:?}");
        };
        assert_eq!(payload.downcast_ref(), Some(&"ours"), "payload: do you keep the panic's own?");
        drop(spawn(&Spawner::new(&runtime), async { panic() }));
        assert!(panics(|| runtime.run()), "nobody has the handle: the panic must leave `run`");
    });
}

#[test]
fn check_08_a_task_that_aborts_itself_ends_at_its_next_await() {
    let question = "a task aborts itself, and nothing else wakes it: does it leave its waker \
        before its future is polled, so that `abort` finds it?";
    ends(question, || {
        is_aborted(aborts_itself(pending::<u32>()));
        let result = aborts_itself(async { 7 });
        assert!(matches!(result, Poll::Ready(Ok(7))), "it ended without an `.await`: {result:?}");
        let result = aborts_itself(async { panic() });
        let Poll::Ready(Err(JoinError::Panicked(_))) = result else {
            panic!("it aborted itself, then panicked: is the panic lost? {result:?}");
        };
    });
}

// Helpers.

#[cfg_attr(feature = "solutions", path = "../solutions/join_handle.rs")]
mod join_handle;

const HANGS: &str = "does a task leave its waker before it is polled, and does a pending handle \
    keep the waker of what awaits it?";

async fn seven() -> u32 {
    yield_now().await;
    7
}

#[track_caller]
fn is_aborted<T: std::fmt::Debug>(result: Poll<Result<T, JoinError>>) {
    let is_aborted = matches!(result, Poll::Ready(Err(JoinError::Aborted)));
    assert!(is_aborted, "the handle of an aborted task: {result:?}");
}

/// The result of a task that aborts itself, then goes on with `then`.
fn aborts_itself(then: impl Future<Output = u32>) -> Poll<Result<u32, JoinError>> {
    let own: RefCell<Option<Rc<JoinHandle<u32>>>> = RefCell::default();
    let mut runtime = Runtime::new();
    let handle = spawn(&Spawner::new(&runtime), async {
        own.borrow().iter().for_each(|handle| handle.abort());
        drop(own.take());
        then.await
    });
    let handle = Rc::new(handle);
    own.replace(Some(Rc::clone(&handle)));
    runtime.run();
    drop(runtime);
    let handle = Rc::into_inner(handle).expect("the only one");
    Wakes::new().poll(pin!(handle))
}
