//! Checks `call_later.rs`, the file beside this one, which is yours to edit.
//!
//! A task that sleeps keeps the thread; a task that sets a timer returns. So two tasks
//! can wait at the same time, on one thread. First the timers by themselves, then the
//! scheduler.

#[path = "../../ch01-loops/tests/common/within.rs"]
mod within;

within::no_exit!("call_later.rs");

#[cfg_attr(feature = "solutions", path = "../solutions/call_later.rs")]
mod call_later;

use std::cell::{Cell, RefCell};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::rc::Rc;
use std::time::{Duration, Instant};
use std::{iter, thread};

use call_later::{Scheduler, Timers, deadline};
use ch01_loops::Console;
use processor::used_by;
use within::within;

#[test]
fn check_01_a_key_finds_its_timer() {
    let mut timers = Timers::new();
    let due = deadline(HOUR);
    let (early, late) = (timers.insert(due, "early"), timers.insert(due + HOUR, "late"));
    assert_eq!(early.0, due, "the first part of a key is the deadline");
    assert_eq!(timers.get_mut(early), Some(&mut "early"), "is it kept under its key?");
    assert_eq!(timers.remove(late), Some("late"), "is it kept under its key?");
    assert_eq!(timers.remove(late), None, "it has been taken out already");
}

#[test]
fn check_02_a_timer_is_due_once_and_not_before_its_time() {
    let mut timers = Timers::new();
    timers.insert(deadline(2 * HOUR), "late");
    let (early, _) = timers.insert(deadline(HOUR), "early");
    let popped = [early - MILLISECOND, early, early].map(|now| timers.pop_due(now));
    assert_eq!(
        popped[0], None,
        "a millisecond before the deadline: is the first entry looked at before it is taken out?"
    );
    assert_eq!(
        popped[1],
        Some("early"),
        "exactly at the deadline: is a timer due *at* its deadline, and do you look at the first?"
    );
    assert_eq!(
        popped[2], None,
        "at the deadline, once more: is a due timer taken out, and one due in an hour left in?"
    );
}

#[test]
fn check_03_until_next_is_the_time_to_the_first_deadline() {
    let mut timers = Timers::new();
    assert_eq!(timers.until_next(), None, "no timers, nothing to wait for");
    timers.insert(deadline(2 * HOUR), ());
    timers.insert(deadline(HOUR), ());
    let until = timers.until_next().expect("two timers are set");
    assert!(
        (HOUR / 2..=HOUR).contains(&until),
        "the first deadline is an hour away, not {until:?}: do you look at the earliest?"
    );
    timers.insert(Instant::now(), ());
    let until = timers.until_next();
    assert_eq!(until, Some(Duration::ZERO), "this deadline has passed");
}

#[test]
fn check_04_equal_deadlines_keep_their_order() {
    let mut timers = Timers::new();
    let due = deadline(HOUR);
    for n in 0..1_000 {
        timers.insert(due, n);
    }
    let popped: Vec<_> = iter::from_fn(|| timers.pop_due(due)).take(2_000).collect();
    assert_eq!(
        popped.len(),
        1_000,
        "timers are lost: do two with the same deadline have different keys?"
    );
    assert!(
        popped.is_sorted(),
        "of two timers with the same deadline, the one set first is due first: do the numbers go \
         up?"
    );
}

/// A timer is set whenever another is taken out.
#[test]
fn check_05_no_number_is_used_twice() {
    let mut timers = Timers::new();
    let due = deadline(HOUR);
    let others: Vec<_> = (0..1_000).map(|_| timers.insert(due + HOUR, 0)).collect();
    for (n, other) in (1..).zip(others) {
        timers.remove(other);
        timers.insert(due, n);
    }
    let popped: Vec<_> = iter::from_fn(|| timers.pop_due(due)).take(2_000).collect();
    assert!(
        popped.iter().copied().eq(1..=1_000),
        "of a thousand timers {} came out, or in another order: is each number used only once, \
         whatever has been taken out since?",
        popped.len()
    );
}

#[test]
fn check_06_there_is_no_pause_while_something_is_ready() {
    check(|| {
        let called = Cell::new(false);
        let mut sched = Scheduler::new();
        assert_eq!(sched.run_once(), None, "nothing is left at all");
        sched.call_soon(|sched| sched.call_soon(|_| called.set(true)));
        sched.call_later(HOUR, |_| ());
        let pause = sched.run_once();
        assert!(
            !called.get(),
            "what a callback queues waits for the next round: is the length of `ready` taken once, \
             before the calls?"
        );
        assert_eq!(
            pause,
            Some(Duration::ZERO),
            "a callback has queued another: what is the pause when `ready` is not empty?"
        );
        let pause = sched.run_once();
        assert!(
            (Some(HOUR / 2)..=Some(HOUR)).contains(&pause),
            "only a timer is left, due in an hour: why a pause of {pause:?}?"
        );
    });
}

#[test]
fn check_07_a_round_calls_all_that_are_due() {
    check(|| {
        let order = RefCell::new(Vec::new());
        let mut sched = Scheduler::new();
        for timer in ["due 1", "due 2", "due 3"] {
            let order = &order;
            sched.call_later(Duration::ZERO, move |_| order.borrow_mut().push(timer));
        }
        sched.call_soon(|_| order.borrow_mut().push("ready"));
        sched.run_once();
        assert_eq!(
            *order.borrow(),
            ["ready", "due 1", "due 2", "due 3"],
            "three timers are due when the round begins: are all of them queued, or only the \
             first, and behind what is ready?"
        );
    });
}

#[test]
fn check_08_the_pause_is_what_is_left_after_the_calls() {
    check(|| {
        let mut sched = Scheduler::new();
        sched.call_soon(|_| thread::sleep(50 * MILLISECOND));
        sched.call_later(60 * MILLISECOND, |_| ());
        let pause = sched.run_once().expect("a timer is left");
        assert!(
            pause <= 10 * MILLISECOND,
            "the timer is due after 60 ms, and a callback took 50 of them: a pause of {pause:?} is \
             too long. Is it taken after the calls, with a new look at the clock?"
        );
    });
}

#[test]
fn check_09_a_run_inside_a_round() {
    check(|| {
        let order = RefCell::new(Vec::new());
        let note = |text| order.borrow_mut().push(text);
        let mut sched = Scheduler::new();
        sched.call_soon(|sched| {
            sched.run_once();
            note("a ends");
        });
        sched.call_soon(|_| note("b"));
        let round = catch_unwind(AssertUnwindSafe(|| sched.run_once()));
        assert!(
            round.is_ok(),
            "your loop panicked, as printed above: a callback ran a round, so the queue is \
             shorter than when this one began. What if nothing is left to take out?"
        );
        assert_eq!(
            *order.borrow(),
            ["b", "a ends"],
            "the inner round finds b in the queue: is one callback taken out at a time?"
        );
    });
}

#[test]
fn check_10_a_panic_leaves_run_and_the_rest_stays() {
    check(|| {
        let order = RefCell::new(Vec::new());
        let note = |text| order.borrow_mut().push(text);
        let mut sched = Scheduler::new();
        sched.call_soon(|_| resume_unwind(Box::new("a panic, but not printed")));
        sched.call_soon(|_| note("behind"));
        sched.call_later(Duration::ZERO, |_| note("due"));
        let run = catch_unwind(AssertUnwindSafe(|| sched.run()));
        assert!(run.is_err(), "a callback panicked, and `run` hid it: what catches it?");
        sched.run();
        assert_eq!(
            *order.borrow(),
            ["behind", "due"],
            "what was queued behind the panic runs in the next `run`: is one callback taken out at \
             a time?"
        );
    });
}

#[test]
fn check_11_two_waits_overlap_on_one_thread() {
    let mut seconds = f64::MAX;
    // A machine that stalls can make it slow, but not three times in a row.
    for _attempt in 0..3 {
        if seconds < 10.0 {
            break;
        }
        let (printed, time) = check(|| {
            let console = Console::in_memory(SECOND);
            let mut sched = Scheduler::new();
            sched.call_soon(|sched| count(sched, &console, 1, (1..=5).rev()));
            sched.call_soon(|sched| count(sched, &console, 1, 0..5));
            let start = Instant::now();
            sched.run();
            (console.printed(), start.elapsed())
        });
        assert_eq!(
            printed,
            ["5", "0", "4", "1", "3", "2", "2", "3", "1", "4"],
            "two tasks in turns: does `run` wait for timers, the first deadline first?"
        );
        seconds = time.div_duration_f64(SECOND);
    }
    assert!(
        seconds >= 5.0,
        "five seconds took {seconds:.1}: is a timer called before its deadline?"
    );
    assert!(
        seconds < 10.0,
        "five seconds took ten: does anything but `run` sleep, or `run` for longer than `run_once` \
         returns?"
    );
}

#[test]
fn check_12_slow_steps_do_not_hold_up_quick_ones() {
    let expected = ["2", "0", "1", "2", "3", "1", "4", "5"];
    let mut printed = Vec::new();
    // A machine that stalls for a second changes this order, but not three times in a row.
    for _attempt in 0..3 {
        if printed != expected {
            printed = check(|| {
                let console = Console::in_memory(SECOND);
                let mut sched = Scheduler::new();
                sched.call_soon(|sched| count(sched, &console, 4, (1..=2).rev()));
                sched.call_soon(|sched| count(sched, &console, 1, 0..6));
                sched.run();
                console.printed()
            });
        }
    }
    assert_eq!(
        printed, expected,
        "2 1 every four seconds, and 0 1 2 … every second: is the next timer always the one with \
         the earliest deadline, whichever task set it?"
    );
}

#[test]
fn check_13_a_delay_begins_when_the_timer_is_set() {
    check(|| {
        let order = RefCell::new(Vec::new());
        let note = |text| order.borrow_mut().push(text);
        let mut sched = Scheduler::new();
        sched.call_later(400 * MILLISECOND, |_| note("400"));
        sched.call_later(10 * MILLISECOND, |sched| {
            sched.call_later(10 * MILLISECOND, |_| note("10 + 10"));
            sched.call_later(Duration::ZERO, |_| note("10 + 0"));
            note("10");
        });
        sched.run();
        assert_eq!(
            *order.borrow(),
            ["10", "10 + 0", "10 + 10", "400"],
            "a timer can set timers: does `run` go on until none is left?"
        );
    });
}

#[test]
fn check_14_nothing_starves() {
    /// Queues itself again until it is `over`, as a server would forever: with
    /// `call_soon`, or with a timer that is always due.
    fn again<'a>(sched: &mut Scheduler<'a>, timer: bool, over: &'a Cell<bool>, start: Instant) {
        assert!(
            start.elapsed() < Duration::from_secs(1),
            "other callbacks starve: does a round call only what was ready when it began, and are \
             due timers queued behind that?"
        );
        if over.get() {
            return;
        }
        let next = move |sched: &mut Scheduler<'a>| again(sched, timer, over, start);
        if timer {
            sched.call_later(Duration::ZERO, next);
        } else {
            sched.call_soon(next);
        }
    }
    check(|| {
        let (over, start) = (Cell::new(false), Instant::now());
        let mut sched = Scheduler::new();
        sched.call_soon(|sched| again(sched, true, &over, start));
        sched.call_soon(|sched| again(sched, false, &over, start));
        // Both a timer and a callback have to get their turn for this.
        sched.call_later(10 * MILLISECOND, |sched| {
            sched.call_soon(|_| over.set(true));
        });
        sched.run();
        assert!(over.get(), "`run` ended while callbacks were left");
    });
}

#[test]
fn check_15_a_cancelled_timer_is_dropped() {
    check(|| {
        let held = Rc::new(());
        let theirs = Rc::clone(&held);
        let mut sched = Scheduler::new();
        let key = sched.call_later(HOUR, move |_| drop(theirs));
        let early = sched.call_later(Duration::ZERO, |_| ());
        let told = [sched.cancel(key), sched.cancel(key)];
        assert_eq!(told, [true, false], "cancelled, and then cancelled again");
        let due = sched.call_later(Duration::ZERO, |_| panic!("it was cancelled"));
        assert!(
            sched.cancel(due),
            "it is due, and no round has queued it yet: is it too late only then?"
        );
        assert_eq!(Rc::strong_count(&held), 1, "a cancelled callback is still kept: by what?");
        let left = sched.run_once();
        assert_eq!(left, None, "the only other timer was due, so nothing is left");
        assert!(!sched.cancel(early), "too late to cancel: it was called");
    });
}

#[test]
fn check_16_waiting_costs_no_processor_time() {
    fn chain(sched: &mut Scheduler<'_>, rounds: u32) {
        if rounds > 0 {
            sched.call_soon(move |sched| chain(sched, rounds - 1));
        }
    }
    check(|| {
        let mut sched = Scheduler::new();
        chain(&mut sched, 100);
        let (_, times) = used_by(|| sched.run());
        assert!(
            times <= 8,
            "of 100 rounds it slept in {times}, and more was ready: is the pause zero then?"
        );
        sched.call_later(200 * MILLISECOND, |_| ());
        let (time, times) = used_by(|| sched.run());
        assert!(
            time < 10 * MILLISECOND && times <= 8,
            "one wait took {time:?} of processor time and woke up {times} times: does `run` \
             sleep for as long as `run_once` returns?"
        );
    });
}

#[test]
fn check_17_a_hundred_thousand_timers_are_quick() {
    let hint = "a hundred thousand timers took longer than two seconds: does finding the first \
                look at all the others?";
    within(Duration::from_secs(2), hint, || {
        let calls = Cell::new(0);
        let mut sched = Scheduler::new();
        for n in 0..100_000 {
            sched.call_later(n * Duration::from_nanos(1), |_| calls.set(calls.get() + 1));
        }
        sched.run();
        assert_eq!(calls.get(), 100_000);
    });
}

const MILLISECOND: Duration = Duration::from_millis(1);
const SECOND: Duration = Duration::from_millis(50);
const HOUR: Duration = Duration::from_secs(60 * 60);

#[path = "../../ch01-loops/tests/common/processor.rs"]
mod processor;

/// Runs a check that ends soon, or with a hint if it does not end.
#[track_caller]
fn check<T: Send + 'static>(job: impl FnOnce() -> T + Send + 'static) -> T {
    let hint = "`run` does not end: is a due timer taken out, and does `run_once` return `None` at the end?";
    within(Duration::from_secs(2), hint, job)
}

/// Prints the numbers, one a turn, and waits `step` seconds after each.
fn count<'a, I>(sched: &mut Scheduler<'a>, console: &'a Console, step: u32, mut numbers: I)
where
    I: Iterator<Item = u64> + 'a,
{
    if let Some(number) = numbers.next() {
        console.print(number);
        let delay = console.note_wait(step);
        sched.call_later(delay, move |sched| count(sched, console, step, numbers));
    }
}
