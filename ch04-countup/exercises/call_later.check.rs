//! Checks `call_later.rs`, the file beside this one, which is yours to edit.
//!
//! A task that sleeps keeps the thread; a task that sets a timer returns, so two can wait
//! at once. Checked: the timers by themselves; one round of the scheduler; then whole runs.

use std::cell::Cell;
use std::iter;
use std::rc::Rc;
use std::thread::sleep;
use std::time::{Duration, Instant};

use call_later::{Scheduler, Timers, deadline};
use ch01_loops::Console;
use ch01_loops::workshop::check::{Notes, ends, in_one_of_three, panic, panics, sleeps};

#[test]
fn check_01_a_key_finds_its_timer() {
    let mut timers = Timers::new();
    let due = deadline(HOUR);
    let keys = ["early", "late"].map(|name| timers.insert(due, name));
    assert_eq!(keys[0].0, due, "the first part of a key is the deadline");
    assert_eq!(timers.get_mut(keys[0]), Some(&mut "early"), "is it kept under its key?");
    assert_eq!(timers.remove(keys[1]), Some("late"), "is it kept under its key?");
    assert_eq!(timers.remove(keys[1]), None, "it has been taken out already");
}

#[test]
fn check_02_a_timer_is_due_once_and_not_before_its_time() {
    let mut timers = Timers::new();
    let due = deadline(HOUR);
    timers.insert(due + HOUR, "late");
    timers.insert(due, "early");
    let before = timers.pop_due(due - MS);
    assert_eq!(before, None, "too early: is the first looked at before it is taken out?");
    let now = timers.pop_due(due);
    assert_eq!(now, Some("early"), "is the first due, and *at* its deadline?");
    assert_eq!(timers.pop_due(due), None, "once more: is a due timer taken out?");
}

#[test]
fn check_03_until_next_is_the_time_to_the_first_deadline() {
    let mut timers = Timers::new();
    assert_eq!(timers.until_next(), None, "no timers, nothing to wait for");
    timers.insert(deadline(2 * HOUR), ());
    timers.insert(deadline(HOUR), ());
    let until = timers.until_next().expect("two timers are set");
    assert!((HOUR / 2..=HOUR).contains(&until), "{until:?}: do you look at the earliest?");
    timers.insert(Instant::now(), ());
    assert_eq!(timers.until_next(), Some(Duration::ZERO), "this deadline has passed");
}

#[test]
fn check_04_equal_deadlines_keep_their_order() {
    let mut timers = Timers::new();
    let due = deadline(HOUR);
    (0..1_000).for_each(|n| _ = timers.insert(due, n));
    let popped: Vec<_> = iter::from_fn(|| timers.pop_due(due)).collect();
    assert_eq!(popped.len(), 1_000, "some are lost: has each a number of its own?");
    assert!(popped.is_sorted(), "the one set first is due first: do the numbers go up?");
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
    let popped = iter::from_fn(|| timers.pop_due(due));
    let question = "some are lost: is each number used once, whatever has been taken out?";
    assert!(popped.eq(1..=1_000), "{question}");
}

#[test]
fn check_06_there_is_no_pause_while_something_is_ready() {
    ends(HANGS, || {
        let called = Cell::new(false);
        let mut sched = Scheduler::new();
        assert_eq!(sched.run_once(), None, "nothing is left at all");
        sched.call_soon(|sched| sched.call_soon(|_| called.set(true)));
        sched.call_later(HOUR, |_| ());
        let pause = sched.run_once();
        let question = "is the length of `ready` taken once, before the calls?";
        assert!(!called.get(), "what a callback queues waits for the next round: {question}");
        assert_eq!(pause, Some(Duration::ZERO), "more is ready, so there is no time to pause");
        let pause = sched.run_once().expect("a timer is left");
        assert!((HOUR / 2..=HOUR).contains(&pause), "only a timer is left: {pause:?}");
    });
}

#[test]
fn check_07_a_round_calls_all_that_are_due() {
    ends(HANGS, || {
        let notes = &Notes::default();
        let mut sched = Scheduler::new();
        for timer in ["due 1", "due 2", "due 3"] {
            sched.call_later(Duration::ZERO, move |_| notes.note(timer));
        }
        sched.call_soon(|_| notes.note("ready"));
        sched.run_once();
        let question = "are all that are due queued, or only the first, and behind what is ready?";
        assert_eq!(*notes, ["ready", "due 1", "due 2", "due 3"], "{question}");
    });
}

#[test]
fn check_08_the_pause_is_what_is_left_after_the_calls() {
    ends(HANGS, || {
        let mut sched = Scheduler::new();
        sched.call_soon(|_| sleep(50 * MS));
        sched.call_later(60 * MS, |_| ());
        let pause = sched.run_once().expect("a timer is left");
        let question = "Is it taken after the calls, with a new look at the clock?";
        assert!(pause <= 10 * MS, "due in 60 ms, less 50 of a callback: {pause:?}. {question}");
    });
}

#[test]
fn check_09_a_round_inside_a_round() {
    ends(HANGS, || {
        let notes = &Notes::default();
        let mut sched = Scheduler::new();
        sched.call_soon(|sched| {
            sched.run_once(); // Leaves less to take out than the outer round has counted.
            notes.note("a ends");
        });
        sched.call_soon(|_| notes.note("b"));
        sched.run_once();
        assert_eq!(*notes, ["b", "a ends"], "is one callback taken out at a time?");
    });
}

#[test]
fn check_10_a_panic_leaves_run_and_the_rest_stays() {
    ends(HANGS, || {
        let notes = &Notes::default();
        let mut sched = Scheduler::new();
        sched.call_soon(|_| panic());
        sched.call_soon(|_| notes.note("behind"));
        sched.call_later(Duration::ZERO, |_| notes.note("due"));
        assert!(panics(|| sched.run()), "a callback panicked, and `run` hid it: what catches it?");
        sched.run();
        assert_eq!(*notes, ["behind", "due"], "is one callback taken out at a time?");
    });
}

#[test]
fn check_11_two_waits_overlap_on_one_thread() {
    in_one_of_three(HANGS, || {
        let console = Console::in_memory(SECOND);
        let mut sched = Scheduler::new();
        sched.call_soon(|sched| count(sched, &console, 1, (1..=5).rev()));
        sched.call_soon(|sched| count(sched, &console, 1, 0..5));
        let start = Instant::now();
        sched.run();
        let seconds = start.elapsed().div_duration_f64(SECOND);
        assert!(seconds >= 5.0, "{seconds:.1} seconds, not 5: is a timer called too early?");
        let question = "not 5 seconds but 10: does anything but `run` sleep?";
        assert!(seconds < 10.0, "{question}");
        let question = "does `run` wait for timers, the first deadline first?";
        assert_eq!(console.printed().join(" "), "5 0 4 1 3 2 2 3 1 4", "{question}");
    });
}

#[test]
fn check_12_slow_steps_do_not_hold_up_quick_ones() {
    in_one_of_three(HANGS, || {
        let console = Console::in_memory(SECOND);
        let mut sched = Scheduler::new();
        sched.call_soon(|sched| count(sched, &console, 4, (1..=2).rev()));
        sched.call_soon(|sched| count(sched, &console, 1, 0..6));
        sched.run();
        let question = "is the next timer the one with the first deadline, whichever task set it?";
        assert_eq!(console.printed().join(" "), "2 0 1 2 3 1 4 5", "{question}");
    });
}

#[test]
fn check_13_a_delay_begins_when_the_timer_is_set() {
    ends(HANGS, || {
        let notes = &Notes::default();
        let mut sched = Scheduler::new();
        sched.call_later(400 * MS, |_| notes.note("400"));
        sched.call_later(10 * MS, |sched| {
            sched.call_later(10 * MS, |_| notes.note("10 + 10"));
            notes.note("10");
        });
        sched.run();
        assert_eq!(*notes, ["10", "10 + 10", "400"], "does `run` go on until none is left?");
    });
}

#[test]
fn check_14_nothing_starves() {
    ends("do others starve? A round calls only what was ready when it began", || {
        let over = Cell::new(false);
        let mut sched = Scheduler::new();
        sched.call_soon(|sched| again_soon(sched, &over));
        sched.call_soon(|sched| again_later(sched, &over));
        // Both a timer and a callback have to get their turn for this.
        sched.call_later(10 * MS, |sched| sched.call_soon(|_| over.set(true)));
        sched.run();
        assert!(over.get(), "`run` ended while callbacks were left");
    });
}

#[test]
fn check_15_a_cancelled_timer_is_dropped() {
    ends(HANGS, || {
        let (held, mut sched) = (Rc::new(()), Scheduler::new());
        let theirs = Rc::clone(&held);
        let key = sched.call_later(HOUR, move |_| drop(theirs));
        assert!(sched.cancel(key), "it was waiting");
        assert!(!sched.cancel(key), "it was cancelled already");
        assert_eq!(Rc::strong_count(&held), 1, "a cancelled callback is still kept: by what?");
        let due = sched.call_later(Duration::ZERO, |_| ());
        assert_eq!(sched.run_once(), None, "the only other timer was due, so nothing is left");
        assert!(!sched.cancel(due), "too late to cancel: it was called");
    });
}

#[test]
fn check_16_waiting_costs_no_processor_time() {
    ends(HANGS, || {
        let mut sched = Scheduler::new();
        chain(&mut sched, 100);
        sleeps("more was ready: is the pause zero then?", || sched.run());
        sched.call_later(200 * MS, |_| ());
        let question = "does `run` sleep for as long as `run_once` returns?";
        sleeps(question, || sched.run());
    });
}

#[test]
fn check_17_a_hundred_thousand_timers_are_quick() {
    ends("a hundred thousand timers: does finding the first look at all the others?", || {
        let calls = Cell::new(0);
        let mut sched = Scheduler::new();
        for n in 0..100_000 {
            sched.call_later(n * Duration::from_nanos(1), |_| calls.set(calls.get() + 1));
        }
        sched.run();
        assert_eq!(calls.get(), 100_000);
    });
}

// What the checks are made of.

#[cfg_attr(feature = "solutions", path = "../solutions/call_later.rs")]
mod call_later;

const MS: Duration = Duration::from_millis(1);
const SECOND: Duration = Duration::from_millis(50);
const HOUR: Duration = Duration::from_secs(60 * 60);

const HANGS: &str = "is a due timer taken out, and does `run_once` return `None` at the end?";

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

fn chain(sched: &mut Scheduler<'_>, rounds: u32) {
    if rounds > 0 {
        sched.call_soon(move |sched| chain(sched, rounds - 1));
    }
}

/// Queues itself again until it is `over`, as a server would forever.
fn again_soon<'a>(sched: &mut Scheduler<'a>, over: &'a Cell<bool>) {
    if !over.get() {
        sched.call_soon(move |sched| again_soon(sched, over));
    }
}

/// The same, with a timer that is always due.
fn again_later<'a>(sched: &mut Scheduler<'a>, over: &'a Cell<bool>) {
    if !over.get() {
        sched.call_later(Duration::ZERO, move |sched| again_later(sched, over));
    }
}
