//! Checks `generators.rs`, the file beside this one, which is yours to edit.
//!
//! A callback must be told its position. An iterator keeps it: it stops after a step,
//! and goes on from there at the next `next`.

#[cfg_attr(feature = "solutions", path = "../solutions/generators.rs")]
mod generators;

use std::cell::{Cell, RefCell};
use std::iter;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::rc::Rc;
use std::time::{Duration, Instant};

use ch01_loops::workshop::check::within;
use ch01_loops::{Console, EventKind};
use generators::{Tasks, countdown, countup};

#[test]
fn check_01_a_task_that_ends_leaves() {
    check(|| {
        let memory = Rc::new(());
        let mut tasks = Tasks::new();
        let (mut ended, held) = (false, Rc::clone(&memory));
        tasks.spawn(iter::from_fn(move || {
            let _held_until_dropped = &held;
            assert!(
                !ended,
                "a task got another turn after it returned `None`: is it queued again?"
            );
            ended = true;
            None
        }));
        tasks.spawn((1..=5).map(|turn| {
            let dropped = Rc::strong_count(&memory) == 1;
            assert!(turn < 5 || dropped, "the first task has ended, but is still kept: by what?");
        }));
        tasks.run();
    });
}

#[test]
fn check_02_run_gives_turns_in_order() {
    check(|| {
        let turns = RefCell::new(Vec::new());
        let mut tasks = Tasks::new();
        for (name, count) in [("a", 2), ("b", 3), ("c", 1)] {
            let turns = &turns;
            tasks.spawn(
                (0..count).map(move |turn| turns.borrow_mut().push(format!("{name}{turn}"))),
            );
        }
        assert_eq!(*turns.borrow(), [""; 0], "`spawn` only queues: `run` calls `next`");
        tasks.run();
        assert_eq!(
            turns.borrow().join(" "),
            "a0 b0 c0 a1 b1 b2",
            "one `next` is one turn: does a task go to the back of the queue after each?"
        );
    });
}

#[test]
fn check_03_one_next_is_one_step_down() {
    check(|| one_next_is_one_step(|console| Box::new(countdown(console, 3)), ["3", "2", "1"]));
}

#[test]
fn check_04_one_next_is_one_step_up() {
    check(|| one_next_is_one_step(|console| Box::new(countup(console, 3)), ["0", "1", "2"]));
}

#[test]
fn check_05_two_counts_take_turns() {
    check(|| {
        let start = Instant::now();
        let console = Console::in_memory(SECOND);
        let mut tasks = Tasks::new();
        tasks.spawn(countdown(&console, 5));
        tasks.spawn(countup(&console, 5));
        tasks.run();
        assert_eq!(
            console.printed(),
            ["5", "0", "4", "1", "3", "2", "2", "3", "1", "4"],
            "in turns, like the callbacks"
        );
        let seconds = start.elapsed().div_duration_f64(SECOND);
        assert!(seconds >= 10.0, "ten numbers took {seconds:.1} seconds: does each turn sleep?");
    });
}

#[test]
fn check_06_tasks_end_in_their_own_time() {
    check(|| {
        let console = Console::in_memory(Duration::from_millis(1));
        let mut tasks = Tasks::new();
        tasks.spawn(countup(&console, 1));
        tasks.spawn(countdown(&console, 0));
        tasks.spawn(countdown(&console, 3).chain(countup(&console, 2)));
        tasks.spawn(countup(&console, 2));
        tasks.run();
        assert_eq!(
            console.printed().join(" "),
            "0 3 0 2 1 1 0 1",
            "tasks of one number, none, five and two: does `run` go on until the last has ended?"
        );
        tasks.spawn(countup(&console, 2));
        tasks.run();
        assert_eq!(console.printed()[8..], ["0", "1"], "a second run");
    });
}

#[test]
fn check_07_a_task_without_end_takes_turns_too() {
    check(|| {
        let over = Cell::new(false);
        let mut tasks = Tasks::new();
        tasks.spawn((0..).map_while(|turn| {
            let ended = "a task gets turns after it returned `None`: is it queued again?";
            let alone = "one task keeps the thread: is a turn one `next`, without a loop?";
            assert!(turn < 1_000, "{}", if over.get() { ended } else { alone });
            (!over.get()).then_some(())
        }));
        tasks.spawn((1..=3).map(|turn| over.set(turn == 3)));
        tasks.run();
        assert!(over.get(), "`run` ended while a task was left");
    });
}

#[test]
fn check_08_a_panic_ends_one_task() {
    check(|| {
        let turns = Cell::new(0);
        let mut tasks = Tasks::new();
        tasks.spawn(iter::from_fn(|| resume_unwind(Box::new("a panic, but not printed"))));
        tasks.spawn((0..2).map(|_| turns.set(turns.get() + 1)));
        let run = catch_unwind(AssertUnwindSafe(|| tasks.run()));
        assert!(run.is_err(), "a task panicked, and `run` hid it: what catches it?");
        let run = catch_unwind(AssertUnwindSafe(|| tasks.run()));
        assert!(
            run.is_ok(),
            "the task that panicked got another turn: is each task taken out before its turn?"
        );
        assert_eq!(
            turns.get(),
            2,
            "the other task goes on in the next `run`: is one task taken out at a time?"
        );
    });
}

/// A task put into a new box each turn would end up in a thousand of them, each passing
/// `next` on to the one inside.
#[test]
fn check_09_a_task_stays_in_its_box() {
    check(|| {
        let mut first = None;
        let mut tasks = Tasks::new();
        tasks.spawn((0..1_000).map(|_| {
            let local = 0_u8;
            let here = &raw const local as usize;
            let depth = here.abs_diff(*first.get_or_insert(here));
            assert!(
                depth < 8 * 1024,
                "the stack grows with each turn: does the task go back into the queue in its own \
                 box, not in a new one?"
            );
        }));
        tasks.run();
    });
}

#[test]
fn check_10_a_hundred_thousand_tasks_are_quick() {
    let hint = "a hundred thousand tasks took longer than two seconds: does a task that has ended \
                leave the queue? When the first is taken out, do all the others move up?";
    within(Duration::from_secs(2), hint, || {
        let turns = Cell::new(0);
        let mut tasks = Tasks::new();
        for _ in 0..100_000 {
            tasks.spawn((0..2).map(|_| turns.set(turns.get() + 1)));
        }
        tasks.run();
        assert_eq!(turns.get(), 200_000);
    });
}

const SECOND: Duration = Duration::from_millis(5);

/// Runs a check that ends soon, or with a hint if it does not end.
#[track_caller]
fn check(job: fn()) {
    let hint = "it does not end: does each count return `None` at its end, and is a task dropped \
                when it returns `None`?";
    within(Duration::from_secs(2), hint, job);
}

type Task<'a> = Box<dyn Iterator<Item = ()> + 'a>;

/// Checks that a count of three prints one number and waits one second in each `next`.
fn one_next_is_one_step(make: for<'a> fn(&'a Console) -> Task<'a>, numbers: [&str; 3]) {
    let console = Console::in_memory(SECOND);
    let mut task = make(&console);
    assert_eq!(console.events(), [], "a new task does nothing: it waits for its turn");
    for (turn, number) in (1..).zip(numbers) {
        assert_eq!(task.next(), Some(()), "turn {turn} of three is not the end");
        let kinds: Vec<_> = console.events().into_iter().map(|e| e.kind).collect();
        assert_eq!(
            kinds[2 * (turn - 1)..],
            [EventKind::Print(number.to_owned()), EventKind::Wait(SECOND)],
            "turn {turn} prints one number and sleeps one second, on the console: does one `next` \
             do one step?"
        );
    }
    assert_eq!(task.next(), None, "the end, after three numbers");
    assert_eq!(console.events().len(), 6, "nothing happens at the end");
}
