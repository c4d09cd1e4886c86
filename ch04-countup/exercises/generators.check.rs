//! Checks `generators.rs`, the file beside this one, which is yours to edit.
//!
//! A callback had to be told where its task stands. An iterator knows: it stops in
//! the middle of its loop and goes on from there at the next `next`.
//!
//! What is checked: that a task does nothing until its turn comes and then one
//! step, that tasks take turns, leave when they end, and stay in their box.

#[path = "../../ch01-loops/tests/common/within.rs"]
mod within;

within::no_exit!("generators.rs");

#[cfg_attr(feature = "solutions", path = "../solutions/generators.rs")]
mod generators;

use std::cell::Cell;
use std::iter;
use std::rc::Rc;
use std::time::{Duration, Instant};

use ch01_loops::{Console, What};
use generators::{Tasks, countdown, countup};
use within::within;

/// Runs a check that ends soon, or with a hint if it does not end.
fn check(job: fn()) {
    let hint = "it does not end: does each count give `None` at its end, and does a task that gave `None` stay out of the queue?";
    within(Duration::from_secs(3), hint, job);
}

#[test]
fn one_next_is_one_step() {
    check(|| {
        let second = Duration::from_millis(10);
        let console = Console::in_memory(second);
        let mut task = countdown(&console, 3);
        assert!(
            console.events().is_empty(),
            "a task that is made does nothing yet: it waits for its first turn"
        );
        for (turn, number) in (1..).zip(["3", "2", "1"]) {
            assert_eq!(task.next(), Some(()), "turn {turn} of three is no end");
            let whats: Vec<_> = console.events().into_iter().map(|e| e.what).collect();
            assert_eq!(
                whats[2 * (turn - 1)..],
                [What::Print(number.to_owned()), What::Wait(second)],
                "turn {turn}: one number and one second, and no more"
            );
        }
        assert_eq!(task.next(), None, "after three numbers comes the end");
        assert_eq!(console.events().len(), 6, "nothing happens at the end");
    });
}

#[test]
fn two_tasks_take_turns() {
    check(|| {
        let (second, start) = (Duration::from_millis(10), Instant::now());
        let console = Console::in_memory(second);
        let mut tasks = Tasks::new();
        tasks.spawn(countdown(&console, 5));
        tasks.spawn(countup(&console, 5));
        tasks.run();
        assert_eq!(
            console.printed(),
            ["5", "0", "4", "1", "3", "2", "2", "3", "1", "4"],
            "as the callbacks did: does a task go to the back of the queue after each turn?"
        );
        assert!(
            start.elapsed() >= 10 * second,
            "ten numbers take ten seconds, as in chapter 4: does each task sleep, in each turn?"
        );
    });
}

#[test]
fn tasks_end_in_their_own_time() {
    check(|| {
        let console = Console::in_memory(Duration::from_millis(1));
        let mut tasks = Tasks::new();
        tasks.spawn(countup(&console, 1));
        tasks.spawn(countdown(&console, 0));
        tasks.spawn(countdown(&console, 7).chain(countup(&console, 2)));
        tasks.spawn(countup(&console, 3));
        tasks.run();
        assert_eq!(
            console.printed(),
            [
                "0", "7", "0", "6", "1", "5", "2", "4", "3", "2", "1", "0", "1"
            ],
            "tasks for one number, none, nine and three: does `run` go on until the last has \
             ended, and is each count taken from `n`?"
        );
        tasks.spawn(countup(&console, 2));
        tasks.run();
        assert_eq!(console.printed()[13..], ["0", "1"], "a second run");
    });
}

#[test]
fn a_task_that_ends_leaves() {
    check(|| {
        let memory = Rc::new(());
        let mut tasks = Tasks::new();
        let (mut ended, held) = (false, Rc::clone(&memory));
        tasks.spawn(iter::from_fn(move || {
            let _held_until_dropped = &held;
            assert!(!ended, "a task got another turn after its `None`");
            ended = true;
            None
        }));
        tasks.spawn((1..=5).map(|turn| {
            let dropped = Rc::strong_count(&memory) == 1;
            assert!(
                turn < 5 || dropped,
                "the first task has ended, and is still kept: is it queued again?"
            );
        }));
        tasks.run();
    });
}

#[test]
fn a_task_without_end_takes_turns_too() {
    check(|| {
        let over = Cell::new(false);
        let mut tasks = Tasks::new();
        tasks.spawn((0..).map_while(|turn| {
            assert!(
                turn < 1_000,
                "one task has the thread for itself: is a turn one `next`, and no loop?"
            );
            (!over.get()).then_some(())
        }));
        tasks.spawn((1..=3).map(|turn| over.set(turn == 3)));
        tasks.run();
        assert!(over.get(), "`run` ended while a task was left");
    });
}

/// A task put into a new box each turn would sit in a thousand of them
/// at the end, and each passes `next` on to the one inside.
#[test]
fn a_task_stays_in_its_box() {
    check(|| {
        let mut first = None;
        let mut tasks = Tasks::new();
        tasks.spawn((0..1_000).map(|_| {
            let local = 0_u8;
            let here = &raw const local as usize;
            let depth = here.abs_diff(*first.get_or_insert(here));
            assert!(
                depth < 8 * 1024,
                "the stack grows with each turn: does the task go back into the queue in the \
                 box in which it came?"
            );
        }));
        tasks.run();
    });
}
