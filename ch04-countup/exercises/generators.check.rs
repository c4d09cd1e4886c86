//! Checks `generators.rs`. Edit that file, not this one.
//!
//! - `run` gives turns in order, one `next` each, until all tasks have ended.
//! - What has ended is dropped. A panic ends one task, and leaves `run`.
//! - A count prints one number and sleeps one second in each turn.

use std::cell::{Cell, RefCell};
use std::iter::from_fn;
use std::rc::Rc;

use ch01_loops::Console;
use ch01_loops::workshop::check::{depth, ends, panic, panics, steps};
use generators::{Task, Tasks, countdown, countup};

#[test]
fn check_01_run_gives_turns_in_order() {
    ends(ENDLESS, || {
        let turns = RefCell::new(String::new());
        let mut tasks = Tasks::new();
        for (name, count) in [("a", 1), ("b", 3), ("c", 2)] {
            let turns = &turns;
            tasks.spawn(
                (0..count).map(move |turn| *turns.borrow_mut() += &format!("{name}{turn} ")),
            );
        }
        tasks.run();
        let question = "is a turn one `next`, and does a task then go to the back of the queue?";
        assert_eq!(turns.take(), "a0 b0 c0 b1 c1 b2 ", "tasks of 1, 3 and 2 turns: {question}");
    });
}

#[test]
fn check_02_what_has_ended_is_dropped() {
    ends(ENDLESS, || {
        let (kept, owners) = (Rc::new(()), Cell::new(0));
        let mut tasks = Tasks::new();
        let part = Rc::clone(&kept);
        tasks.spawn((0..1).map(move |_| _ = &part));
        tasks.spawn((0..3).map(|_| owners.set(Rc::strong_count(&kept))));
        tasks.run();
        assert_eq!(owners.get(), 1, "references to what an ended task had: do you drop it?");
    });
}

#[test]
fn check_03_a_panic_ends_one_task() {
    ends(ENDLESS, || {
        let turns = Cell::new(0);
        let mut tasks = Tasks::new();
        tasks.spawn(from_fn(|| panic()));
        tasks.spawn((0..2).map(|_| turns.set(turns.get() + 1)));
        assert!(panics(|| tasks.run()), "a task panicked, and `run` does not: what catches it?");
        assert_eq!(turns.get(), 0, "turns before the panic left `run`: do you do anything first?");
        let again = panics(|| tasks.run());
        assert!(!again, "the task that panicked got a turn again: do you take it out before?");
        assert_eq!(turns.get(), 2, "turns of the other task: do you take out one at a time?");
    });
}

/// In a new box each turn, the task would end up in a hundred, each passing `next` on.
#[test]
fn check_04_a_task_stays_in_its_box() {
    ends(ENDLESS, || {
        let mut first = 0;
        let mut tasks = Tasks::new();
        tasks.spawn((0..100).map(|turn| match turn {
            0 => first = depth(),
            99 => assert!(depth() < first + 50, "calls pile up: do you put each box into another?"),
            _ => (),
        }));
        tasks.run();
        drop(tasks);
        assert!(first != 0, "the task had no turn");
    });
}

#[test]
fn check_05_one_turn_is_one_step_down() {
    let question = "does each turn print a number and sleep a second, and does nothing else?";
    assert_eq!(turns(|console| Box::new(countdown(console, 3))), THREE_DOWN, "{question}");
    assert_eq!(turns(|console| Box::new(countdown(console, 0))), "made", "a count of zero");
}

#[test]
fn check_06_one_turn_is_one_step_up() {
    let question = "does each turn print a number and sleep a second, and does nothing else?";
    assert_eq!(turns(|console| Box::new(countup(console, 3))), THREE_UP, "{question}");
    assert_eq!(turns(|console| Box::new(countup(console, 0))), "made", "a count of zero");
}

// Helpers.

#[cfg_attr(feature = "solutions", path = "../solutions/generators.rs")]
mod generators;

const ENDLESS: &str = "is a turn one `next`, and do you drop a task after `None`?";
const THREE_DOWN: &str = "made, 3, sleep, Some, 2, sleep, Some, 1, sleep, Some";
const THREE_UP: &str = "made, 0, sleep, Some, 1, sleep, Some, 2, sleep, Some";

/// Lists what a task does: when it is made, and in each turn until `None`.
#[track_caller]
fn turns(make: for<'a> fn(&'a Console) -> Task<'a>) -> String {
    let turns = ends("does one turn end?", move || {
        steps(|console| {
            let mut task = make(console);
            console.print("made");
            // After nine turns it has no end.
            (0..9).take_while(|_| task.next().is_some()).for_each(|_| console.print("Some"));
        })
    });
    turns.join(", ")
}
