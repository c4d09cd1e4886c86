//! Checks `async_await.rs`. Edit that file, not this one.
//!
//! - `yield_now` gives the others one turn.
//! - A task is polled once when it is new, once in the round after each wake-up, and dropped when
//!   it has ended.
//! - `run` goes on until every task has ended, and sleeps while none is ready.
//! - A panic leaves `run`, and ends only its own task.
//! - No wake-up is lost, and a late one does no harm.

use std::cell::Cell;
use std::pin::pin;
use std::rc::Rc;
use std::task::Poll;
use std::thread::{self, sleep};
use std::time::Duration;

use async_await::{Runtime, yield_now};
use ch01_loops::workshop::check::{Notes, ends, panic, panics, sleeps};
use ch04_countup::workshop::check::elsewhere::Elsewhere;
use ch04_countup::workshop::check::hot::no_wake_is_lost;
use ch04_countup::workshop::check::polled::{Waiting, Wakes};

#[test]
fn check_01_yield_now_is_pending_once() {
    ends(HANGS, || {
        let wakes = Wakes::new();
        let mut turn = pin!(yield_now());
        let first = wakes.poll(turn.as_mut());
        assert_eq!(first, Poll::Pending, "the first poll gives the others a turn: is it pending?");
        assert_eq!(wakes.count(), 1, "does `yield_now` wake its task during its first poll?");
        let second = wakes.poll(turn.as_mut());
        assert_eq!(second, Poll::Ready(()), "the others have had their turn: is it ready now?");
        let question = "does it wake when it is ready, too?";
        assert_eq!(wakes.count(), 1, "wake-ups after its second poll: {question}");
    });
}

#[test]
fn check_02_a_new_task_is_polled_once_and_dropped() {
    ends(HANGS, || {
        let (task, owned) = (Waiting::default(), Rc::new(()));
        let mut runtime = Runtime::new();
        runtime.spawn(owns(&owned, task.until_poll(1)));
        runtime.run_once();
        assert_eq!(task.polls(), 1, "polls of a new task: does a round poll it?");
        let question = "the task has ended: do you put its future back, although it was ready?";
        assert!(runtime.is_empty(), "{question}");
        assert_eq!(Rc::strong_count(&owned), 1, "{question}");
    });
}

#[test]
fn check_03_a_pending_task_is_kept() {
    ends(HANGS, || {
        let tasks = [(); 2].map(|()| Waiting::default());
        let mut runtime = Runtime::new();
        tasks.iter().for_each(|task| runtime.spawn(task.until_poll(3)));
        runtime.run_once();
        let question = "polls in one round, of two new tasks: do you poll each once?";
        assert_eq!(tasks.each_ref().map(Waiting::polls), [1, 1], "{question}");
        assert!(!runtime.is_empty(), "they are pending: do you put them back?");
        let is_noop = tasks[0].waker().data().is_null();
        assert!(!is_noop, "this waker does nothing: is the task's own in the context?");
    });
}

#[test]
fn check_04_a_woken_task_is_polled_in_the_next_round() {
    ends(HANGS, || {
        let (task, other) = (Waiting::default(), Waiting::default());
        let mut runtime = Runtime::new();
        runtime.spawn(other.until_poll(2));
        runtime.spawn(task.until_poll(9));
        for polls in 1..=3 {
            runtime.run_once();
            let question = "polls after a wake-up of the second of two: does `wake_by_ref` push \
                its key? Did you clear `queued` when it was polled before?";
            assert_eq!((other.polls(), task.polls()), (1, polls), "{question}");
            task.waker().wake();
        }
    });
}

#[test]
fn check_05_tasks_that_yield_take_turns() {
    ends(HANGS, || {
        let turns = &Notes::default();
        let mut runtime = Runtime::new();
        for name in ["a", "b"] {
            runtime.spawn(async move {
                turns.note(name);
                yield_now().await;
                turns.note(name);
                yield_now().await;
            });
        }
        (0..3).for_each(|_| runtime.run_once());
        let question = "turns: a task that yields wakes itself *during* its poll. Do you \
            clear `queued` before the poll, and poll each once in a round?";
        assert_eq!(*turns, ["a", "b", "a", "b"], "{question}");
    });
}

#[test]
fn check_06_two_wakes_are_one_poll() {
    ends(HANGS, || {
        let task = Waiting::default();
        let mut runtime = Runtime::new();
        runtime.spawn(task.until_poll(100));
        for polls in 1..=3 {
            (0..2).for_each(|_| runtime.run_once());
            let question = "polls, each after two wake-ups: does `wake_by_ref` look at `queued`?";
            assert_eq!(task.polls(), polls, "{question}");
            (0..2).for_each(|_| task.waker().wake());
        }
    });
}

#[test]
fn check_07_run_ends_when_every_task_has_ended() {
    let question = "no task is left: does `run` return when `is_empty`, and look before it parks?";
    ends(question, || {
        let turns = Cell::new(0);
        let mut runtime = Runtime::new();
        runtime.run();
        runtime.spawn(async {
            yield_now().await;
            turns.set(1);
        });
        runtime.run();
        assert_eq!(turns.get(), 1, "does `run` go on until every task has ended?");
    });
}

#[test]
fn check_08_while_nothing_is_ready_run_waits() {
    ends("a wake-up unparks the thread: does it park, and do you push the task?", || {
        let news = Elsewhere::default();
        let mut runtime = Runtime::new();
        runtime.spawn(news.done(|| sleep(300 * MS)));
        let question = "does `run` park while nothing is ready, or does it look again and again?";
        sleeps(question, || runtime.run());
        let question = "it returned while a task was waiting: does `run` go on while one is left?";
        assert!(runtime.is_empty(), "{question}");
        assert_eq!(news.polls(), 2, "polls: one when new, one when woken");
    });
}

#[test]
fn check_09_a_waiting_task_is_not_polled() {
    ends(HANGS, || {
        let (task, news) = (Waiting::default(), Elsewhere::default());
        let mut runtime = Runtime::new();
        runtime.spawn(task.until_poll(2));
        runtime.spawn(async {
            yield_now().await;
            news.done(|| sleep(30 * MS)).await;
            let question = "polls before its wake-up: do you poll only new and woken tasks?";
            assert_eq!(task.polls(), 1, "{question}");
            task.waker().wake();
        });
        runtime.run();
    });
}

#[test]
fn check_10_a_panic_ends_only_its_own_task() {
    let question = "a task has panicked, and `run` does not end: is it still among the tasks?";
    ends(question, || {
        let (order, owned) = (&Notes::default(), Rc::new(()));
        let mut runtime = Runtime::new();
        for n in 0..4 {
            let task = async move { if n == 1 { panic() } else { order.note(n) } };
            runtime.spawn(owns(&owned, task));
        }
        assert!(panics(|| runtime.run()), "a task panicked, and it was hidden: what catches it?");
        assert_eq!(*order, ["0"], "ended before the panic: does it leave `run` at once?");
        runtime.run();
        assert_eq!(*order, ["0", "2", "3"], "the second `run` goes on: was a task lost?");
        assert_eq!(Rc::strong_count(&owned), 1, "all have ended: do you still keep one?");
    });
}

#[test]
fn check_11_a_waker_may_be_called_too_late() {
    ends(HANGS, || {
        let (ended, next) = (Waiting::default(), Waiting::default());
        let mut runtime = Runtime::new();
        runtime.spawn(ended.until_poll(1));
        runtime.run_once();
        runtime.spawn(next.until_poll(3));
        runtime.run_once();
        ended.waker().wake();
        assert!(!panics(|| runtime.run_once()), "a wake-up of an ended task must do nothing");
        let polls = (ended.polls(), next.polls());
        assert_eq!(polls, (1, 1), "polls of the ended task and the next: which was polled again?");
        let waker = next.waker();
        drop(runtime);
        thread::spawn(|| waker.wake()).join().expect("the runtime is gone: a wake-up is harmless");
    });
}

#[test]
fn check_12_no_wake_is_lost_of_thousands() {
    let question = "one wake-up of thousands was lost: do you set and clear `queued` in one \
        step, a `swap`? A `load` or a `store` beside it lets a wake-up fall in between.";
    no_wake_is_lost(question, |news| {
        let mut runtime = Runtime::new();
        runtime.spawn(news);
        runtime.run();
    });
}

// Helpers.

#[cfg_attr(feature = "solutions", path = "../solutions/async_await.rs")]
mod async_await;

const MS: Duration = Duration::from_millis(1);

const HANGS: &str = "do you push a woken task to the queue, and clear `queued` before the \
    poll, and does `run` look at `is_ready` before it parks?";

/// A task that owns something until it is dropped.
fn owns(owned: &Rc<()>, task: impl Future<Output = ()>) -> impl Future<Output = ()> {
    let owned = Rc::clone(owned);
    async move {
        let _owned = owned;
        task.await;
    }
}
