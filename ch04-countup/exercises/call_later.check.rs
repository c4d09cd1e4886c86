//! Checks `call_later.rs`, the file beside this one, which is yours to edit.
//!
//! A task that sleeps keeps the thread; a task that sets a timer gives it back.
//! So two tasks can wait at the same time, on one thread. See it, drawn from the
//! real run: `cargo test --test call_later -- --nocapture overlap`
//!
//! What is checked: overlap, order, timers with equal deadlines, timers set by
//! timers, that nobody starves, and that waiting costs no processor time.

#[path = "../../ch01-loops/tests/common/processor.rs"]
mod processor;

#[path = "../../ch01-loops/tests/common/within.rs"]
mod within;

within::no_exit!("call_later.rs");

#[cfg_attr(feature = "solutions", path = "../solutions/call_later.rs")]
mod call_later;

use std::cell::{Cell, RefCell};
use std::time::{Duration, Instant};
use std::{iter, panic, thread};

use call_later::{Scheduler, Timers, deadline};
use ch01_loops::Console;
use processor::used_by;
use within::within;

const MILLISECOND: Duration = Duration::from_millis(1);
const HOUR: Duration = Duration::from_secs(60 * 60);

/// Runs a check that ends soon, or with a hint if it does not end.
fn check<T: Send + 'static>(job: impl FnOnce() -> T + Send + 'static) -> T {
    let hint =
        "`run` does not end: does a due timer leave the map, and is there a `None` at the end?";
    within(Duration::from_secs(5), hint, job)
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

#[test]
fn two_waits_overlap_on_one_thread() {
    let second = 100 * MILLISECOND;
    let (console, time) = check(move || {
        let console = Console::in_memory(second);
        let (down, up) = (console.task("countdown"), console.task("countup"));
        let mut sched = Scheduler::new();
        sched.call_soon(|sched| count(sched, &down, 1, (1..=5).rev()));
        sched.call_soon(|sched| count(sched, &up, 1, 0..5));
        let start = Instant::now();
        sched.run();
        (console, start.elapsed())
    });
    println!("{}", console.timeline());
    assert_eq!(
        console.printed(),
        ["5", "0", "4", "1", "3", "2", "2", "3", "1", "4"],
        "two tasks in turns: does the first deadline come first, and does `run` wait for timers?"
    );
    let seconds = time.div_duration_f64(second);
    assert!(
        (5.0..10.0).contains(&seconds),
        "five seconds took {seconds:.1}: too few, and a timer comes before its time; \
         ten, and something sleeps that is not `run`, or longer than to the next deadline"
    );
}

#[test]
fn slow_steps_do_not_hold_up_quick_ones() {
    let expected = ["2", "0", "1", "2", "3", "1", "4", "5", "6"];
    let mut printed = Vec::new();
    // Time is a source of chance: a machine that stalls for a second changes this
    // order. It will not do so three times in a row.
    for _attempt in 0..3 {
        if printed != expected {
            printed = check(|| {
                let console = Console::in_memory(100 * MILLISECOND);
                let mut sched = Scheduler::new();
                sched.call_soon(|sched| count(sched, &console, 4, (1..=2).rev()));
                sched.call_soon(|sched| count(sched, &console, 1, 0..7));
                sched.run();
                console.printed()
            });
        }
    }
    assert_eq!(
        printed, expected,
        "2 1 in steps of four seconds beside 0 1 2 … in steps of one: is the next timer always the \
         one with the earliest deadline, whoever set it?"
    );
}

#[test]
fn equal_deadlines_keep_their_order() {
    let mut timers = Timers::new();
    // A fine clock shows no two calls the same time. But when a thousand delays
    // aim at one moment, some of the deadlines are equal.
    let moment = Instant::now() + HOUR;
    let insert = |n| (timers.insert(deadline(moment - Instant::now()), n).0, n);
    let mut expected: Vec<_> = (0..1_000).map(insert).collect();
    expected.sort_by_key(|(deadline, _)| *deadline);

    let popped: Vec<_> = iter::from_fn(|| timers.pop_due(moment + HOUR)).collect();
    assert_eq!(
        popped.len(),
        expected.len(),
        "timers are lost: do two with the same deadline have different keys?"
    );
    assert!(
        popped.into_iter().eq(expected.into_iter().map(|(_, n)| n)),
        "of two timers with the same deadline the one set first is first: do the numbers go up?"
    );
}

#[test]
fn a_timer_is_due_once_and_not_before_its_time() {
    let mut timers = Timers::new();
    assert_eq!(timers.until_next(), None, "no timers, nothing to wait for");
    let late = timers.insert(deadline(2 * HOUR), "late");
    let (early, _) = timers.insert(deadline(HOUR), "early");
    let until = timers.until_next().expect("two timers are set");
    assert!(
        (HOUR / 2..=HOUR).contains(&until),
        "the first deadline is an hour away, not {until:?}"
    );
    let before = timers.pop_due(early - MILLISECOND);
    assert_eq!(before, None, "a millisecond too early");
    assert_eq!(timers.pop_due(early), Some("early"), "due at its deadline");
    assert_eq!(timers.pop_due(early), None, "one is out, one not yet due");
    assert_eq!(timers.remove(late), Some("late"), "its key takes it out");
}

#[test]
fn nobody_starves() {
    /// Comes again until all is `over`, as a server would for ever: at once, or by
    /// a timer that is always due.
    fn again<'a>(sched: &mut Scheduler<'a>, timer: bool, over: &'a Cell<bool>, start: Instant) {
        assert!(
            start.elapsed() < Duration::from_secs(2),
            "others starve: does a round call only what was ready when it began, and are the \
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
fn a_timer_can_set_a_timer() {
    check(|| {
        let order = RefCell::new(Vec::new());
        let note = |text| order.borrow_mut().push(text);
        let mut sched = Scheduler::new();
        sched.call_later(200 * MILLISECOND, |_| note("200"));
        sched.call_later(10 * MILLISECOND, |sched| {
            sched.call_later(10 * MILLISECOND, |_| note("10 + 10"));
            sched.call_later(Duration::ZERO, |_| note("10 + 0"));
            note("10");
        });
        sched.run();
        assert_eq!(
            *order.borrow(),
            ["10", "10 + 0", "10 + 10", "200"],
            "a delay begins when `call_later` is called; does it only set a timer then?"
        );
    });
}

#[test]
fn a_huge_delay_disturbs_nobody() {
    check(|| {
        let set = panic::catch_unwind(|| Timers::new().insert(deadline(Duration::MAX), ()));
        assert!(
            set.is_ok(),
            "`insert` panicked, as printed above; if it was an overflow: no clock can add that much, so cut the delay, or see `Instant::checked_add`"
        );
        let called = Cell::new(false);
        let mut sched = Scheduler::new();
        sched.call_later(Duration::MAX, |_| {
            panic!("due at once: what is its deadline?")
        });
        sched.call_later(10 * MILLISECOND, |_| called.set(true));
        while !called.get() {
            let pause = sched.run_once().expect("two timers are left");
            thread::sleep(pause.min(20 * MILLISECOND));
        }
        assert!(sched.run_once() > Some(HOUR), "years are left to wait for");
    });
}

#[test]
fn waiting_costs_no_processor_time() {
    check(|| {
        let mut sched = Scheduler::new();
        sched.call_soon(|sched| sched.call_soon(|_| ()));
        sched.call_soon(|_| ());
        sched.call_later(HOUR, |_| ());
        assert_eq!(sched.run_once(), Some(Duration::ZERO), "more is ready");
        let pause = sched.run_once();
        assert!(
            (Some(HOUR / 2)..=Some(HOUR)).contains(&pause),
            "two rounds leave only a timer, due in an hour: why a pause of {pause:?}?"
        );
        let mut sched = Scheduler::new();
        sched.call_later(200 * MILLISECOND, |_| ());
        let (time, times) = used_by(|| sched.run());
        assert!(
            time < 20 * MILLISECOND && times < 10,
            "one wait took {time:?} of processor time and woke up {times} times: does `run` \
             sleep for as long as `run_once` says?"
        );
        assert_eq!(sched.run_once(), None, "nothing is left to wait for");
    });
}
