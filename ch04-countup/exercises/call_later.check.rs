//! Checks `call_later.rs`. Edit that file, not this one.
//!
//! - `Timers`: none is lost or early, the first deadline is first, and no key is given twice.
//! - `run_once`: all that are due are queued, all that are ready are called, and no more;
//!   it returns the time until there is something to do.
//! - `run`: it sleeps for that long, and only then.

use std::cell::{Cell, RefCell};
use std::iter;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::Rc;
use std::thread::sleep;
use std::time::{Duration, Instant};

use call_later::{Key, Scheduler, Timers, deadline};
use ch01_loops::Console;
use ch01_loops::workshop::check::{Notes, ends, panic, panics, sleeps};

#[test]
fn check_01_a_key_finds_its_timer() {
    ends(HANGS, || {
        let (due, mut timers) = (deadline(HOUR), Timers::new());
        let keys = ["early", "late"].map(|name| timers.insert(due, name));
        assert_eq!(keys[0].0, due, "the first part of a key: is it the deadline?");
        assert_eq!(timers.get_mut(keys[0]), Some(&mut "early"), "do you keep it under its key?");
        assert_eq!(timers.remove(keys[1]), Some("late"), "do you keep it under its key?");
    });
}

#[test]
fn check_02_a_timer_is_due_at_its_deadline_and_not_before() {
    ends(HANGS, || {
        let (due, mut timers) = (deadline(HOUR), Timers::new());
        timers.insert(due + HOUR, "late");
        let key = timers.insert(due, "early");
        let early = timers.pop_due(due - MS);
        assert_eq!(early, None, "too early: do you look at the deadline?");
        assert!(timers.get_mut(key).is_some(), "do you leave in a timer that is not yet due?");
        assert_eq!(timers.pop_due(due), Some("early"), "is the first due *at* its deadline?");
    });
}

#[test]
fn check_03_until_next_is_the_time_to_the_first_deadline() {
    ends(HANGS, || {
        let mut timers = Timers::new();
        assert_eq!(timers.until_next(), None, "no timers, nothing to wait for");
        timers.insert(deadline(2 * HOUR), ());
        timers.insert(deadline(HOUR), ());
        let until = timers.until_next().expect("two timers are set");
        assert!((HOUR / 2..=HOUR).contains(&until), "{until:?}: do you look at the earliest?");
        timers.insert(Instant::now(), ());
        assert_eq!(timers.until_next(), Some(Duration::ZERO), "this deadline has passed");
    });
}

#[test]
fn check_04_equal_deadlines_keep_their_order() {
    ends(HANGS, || {
        let (due, mut timers) = (deadline(HOUR), Timers::new());
        (0..1_000).for_each(|n| _ = timers.insert(due, n));
        let popped: Vec<_> = iter::from_fn(|| timers.pop_due(due)).collect();
        assert_eq!(popped.len(), 1_000, "some are lost: does each have a number of its own?");
        assert!(popped.is_sorted(), "the first to be set is the first due: do the numbers rise?");
    });
}

#[test]
fn check_05_no_key_is_given_twice() {
    ends(HANGS, || {
        let (due, mut timers) = (deadline(HOUR), Timers::new());
        let old = timers.insert(due, "cancelled");
        timers.remove(old);
        let new = timers.insert(due, "new");
        assert!(old != new, "could the old key cancel the new timer? Do you use a number once?");
    });
}

#[test]
fn check_06_a_round_leaves_what_its_callbacks_queue() {
    ends(HANGS, || {
        let (called, mut sched) = (Cell::new(false), Scheduler::new());
        sched.call_later(HOUR, |_| ());
        sched.call_soon(|sched| sched.call_soon(|_| called.set(true)));
        let pause = sched.run_once();
        assert!(!called.get(), "do you know before the first call how many you will make?");
        assert_eq!(pause, Some(Duration::ZERO), "the pause: is anything ready after the calls?");
        let pause = sched.run_once().expect("a timer is left");
        assert!((HOUR / 2..=HOUR).contains(&pause), "only a timer is left: {pause:?}");
    });
}

#[test]
fn check_07_a_round_calls_all_that_are_due() {
    ends(HANGS, || {
        let (order, mut sched) = (RefCell::new(Vec::new()), Scheduler::new());
        for n in 1..=100 {
            let order = &order;
            sched.call_later(Duration::ZERO, move |_| order.borrow_mut().push(n));
        }
        sched.call_soon(|_| order.borrow_mut().push(0));
        sched.run_once();
        let order = order.borrow();
        assert_eq!(order.len(), 101, "100 are due, one is ready: do you queue and call them all?");
        assert!(order.is_sorted(), "do you queue what is due *behind* what is ready?");
    });
}

#[test]
fn check_08_the_pause_is_what_is_left_after_the_calls() {
    ends(HANGS, || {
        let mut sched = Scheduler::new();
        sched.call_soon(|_| sleep(50 * MS));
        sched.call_later(60 * MS, |_| ());
        let pause = sched.run_once().expect("a timer is left");
        let question = "60 ms, less 50 for a call: do you look at the clock after the calls?";
        assert!(pause <= 10 * MS, "{pause:.0?} of {question}");
    });
}

#[test]
fn check_09_a_round_inside_a_round() {
    ends(HANGS, || {
        let (notes, mut sched) = (&Notes::default(), Scheduler::new());
        sched.call_soon(|sched| {
            sched.run_once(); // Leaves less to take out than the outer round has counted.
            notes.note("a ends");
        });
        sched.call_soon(|_| notes.note("b"));
        let round = catch_unwind(AssertUnwindSafe(|| sched.run_once()));
        assert!(round.is_ok(), "it panicked: what if nothing is left to take?");
        assert_eq!(*notes, ["b", "a ends"], "do you take out one callback at a time?");
    });
}

#[test]
fn check_10_a_cancelled_timer_is_not_waited_for() {
    ends(HANGS, || {
        let (owned, mut sched) = (Rc::new(()), Scheduler::new());
        let callback_owns = Rc::clone(&owned);
        let first = sched.call_later(HOUR, move |_| drop(callback_owns));
        let second = sched.call_later(3 * HOUR, |_| ());
        assert!(sched.cancel(first), "it was waiting");
        assert_eq!(Rc::strong_count(&owned) - 1, 0, "does anything keep a cancelled callback?");
        let pause = sched.run_once().expect("a timer is left");
        assert!(pause > 2 * HOUR, "{pause:?} until the second: do you wait for the cancelled one?");
        assert!(sched.cancel(second), "it was waiting");
        assert_eq!(sched.run_once(), None, "both are cancelled: what is left to wait for?");
    });
}

#[test]
fn check_11_two_waits_overlap_on_one_thread() {
    ends(HANGS, || {
        let (console, mut sched) = (Console::in_memory(20 * MS), Scheduler::new());
        sched.call_soon(|sched| count(sched, &console, &[5, 4, 3, 2, 1]));
        sched.call_soon(|sched| count(sched, &console, &[0, 1, 2, 3, 4]));
        sched.run();
        let question = "does `run` go on while a timer is left, the first deadline first?";
        assert_eq!(console.printed().join(" "), "5 0 4 1 3 2 2 3 1 4", "{question}");
    });
}

#[test]
fn check_12_run_does_not_sleep_while_a_callback_is_ready() {
    fn chain(sched: &mut Scheduler<'_>, far: Key, left: u32) {
        match left {
            0 => _ = sched.cancel(far),
            _ => sched.call_soon(move |sched| chain(sched, far, left - 1)),
        }
    }
    ends("callbacks are ready: does `run` sleep for what `run_once` returns, no longer?", || {
        let mut sched = Scheduler::new();
        let far = sched.call_later(HOUR, |_| ());
        sched.call_soon(move |sched| chain(sched, far, 10));
        sched.run();
    });
}

#[test]
fn check_13_a_timer_that_is_always_due_holds_up_nobody() {
    fn again<'a>(sched: &mut Scheduler<'a>, over: &'a Cell<bool>) {
        if !over.get() {
            sched.call_later(Duration::ZERO, |sched| again(sched, over));
        }
    }
    ends("one timer is always due: does a round look at the clock once, at its beginning?", || {
        let (over, mut sched) = (Cell::new(false), Scheduler::new());
        sched.call_later(Duration::ZERO, |sched| again(sched, &over));
        sched.call_soon(|sched| sched.call_soon(|_| over.set(true)));
        sched.run();
    });
}

#[test]
fn check_14_waiting_costs_no_processor_time() {
    ends(HANGS, || {
        let mut sched = Scheduler::new();
        sched.call_later(600 * MS, |_| ());
        sleeps("does `run` sleep for as long as `run_once` returns?", || sched.run());
    });
}

#[test]
fn check_15_a_panic_leaves_run_and_the_rest_stays() {
    ends(HANGS, || {
        let (notes, mut sched) = (&Notes::default(), Scheduler::new());
        sched.call_later(Duration::ZERO, |_| panic());
        sched.call_later(Duration::ZERO, |_| notes.note("due"));
        assert!(panics(|| sched.run()), "a callback panicked, and `run` hid it: what catches it?");
        assert_eq!(*notes, [], "a panic ends `run` at once: does anything hold it back?");
        sched.run();
        assert_eq!(*notes, ["due"], "the next `run`: is the rest still in the queue?");
    });
}

#[test]
fn check_16_many_timers_are_quick() {
    ends("20,000 timers are not yet due: does finding the first look at all of them?", || {
        let (mut timers, now) = (Timers::new(), Instant::now());
        (0..20_000).for_each(|_| _ = timers.insert(now + HOUR, ()));
        let popped = (0..50_000).find_map(|_| timers.pop_due(now));
        assert_eq!(popped, None, "too early: do you look at the deadline?");
    });
}

// Helpers.

#[cfg_attr(feature = "solutions", path = "../solutions/call_later.rs")]
mod call_later;

const MS: Duration = Duration::from_millis(1);
const HOUR: Duration = Duration::from_secs(60 * 60);

const HANGS: &str = "do you take out a due timer, and does `run_once` return `None` at the end?";

/// Prints the numbers, one a turn, and waits a second after each.
fn count<'a>(sched: &mut Scheduler<'a>, console: &'a Console, numbers: &'static [u64]) {
    if let [number, rest @ ..] = numbers {
        console.print(number);
        let second = console.note_wait(1);
        sched.call_later(second, move |sched| count(sched, console, rest));
    }
}
