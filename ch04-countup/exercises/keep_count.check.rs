//! Checks `keep_count.rs`, the file beside this one, which is yours to edit.
//!
//! Two tasks take turns, and each must know where it was when its turn comes
//! again. The step that takes the position belongs to `count_up` alone.

#[cfg_attr(feature = "solutions", path = "../solutions/keep_count.rs")]
mod keep_count;

use std::time::Duration;

use ch01_loops::workshop::check::within;
use ch01_loops::{Console, EventKind};
use ch03_scheduler::{Scheduler, countdown};
use keep_count::count_up;

#[test]
fn check_01_one_call_is_one_step() {
    let hint = "the first step does not end: does it loop, instead of queueing the next one?";
    let events = within(Duration::from_secs(2), hint, || {
        let console = Console::in_memory(SECOND);
        count_up(&mut Scheduler::new(), &console, 3);
        console.events()
    });
    let events: Vec<EventKind> = events.into_iter().map(|event| event.kind).collect();
    assert!(
        !events.is_empty(),
        "`count_up` returned, and the console shows nothing. Is the first step called, or only \
         queued?"
    );
    let first = events[0].clone();
    let (waits, prints): (Vec<EventKind>, _) =
        events.into_iter().partition(|kind| matches!(kind, EventKind::Wait(_)));
    assert!(
        prints.len() <= 1,
        "one call ran {} steps. Is the next step queued, or called at once?",
        prints.len()
    );
    assert_eq!(
        prints,
        [EventKind::Print("0".to_owned())],
        "the first number on the console. Do you print with `console.print`, and begin at 0?"
    );
    assert_eq!(
        waits,
        [EventKind::Wait(SECOND)],
        "one second after the number. Do you sleep with `console.sleep`?"
    );
    assert!(
        matches!(first, EventKind::Print(_)),
        "it waited before it printed. Does a step print, and then sleep?"
    );
}

#[test]
fn check_02_each_count_has_its_own_position() {
    let printed = printed(|sched, console| {
        sched.call_soon(|sched| count_up(sched, console, 3));
        sched.call_soon(|sched| count_up(sched, console, 4));
    });
    assert_eq!(
        printed, "0 0 1 1 2 2 3",
        "a count to 3 and one to 4, in turns: does each step pass its position to the next, or do \
         they share one, as in a `static`?"
    );
}

#[test]
fn check_03_it_takes_turns_with_a_countdown() {
    let printed = printed(|sched, console| {
        sched.call_soon(|sched| countdown(sched, console, 5));
        sched.call_soon(|sched| count_up(sched, console, 5));
    });
    assert_eq!(
        printed, "5 0 4 1 3 2 2 3 1 4",
        "one number, then the other's turn: is the next step queued, or called at once?"
    );
}

#[test]
fn check_04_zero_is_a_count_too() {
    let printed = printed(|sched, console| {
        sched.call_soon(|sched| count_up(sched, console, 0));
        sched.call_soon(|sched| count_up(sched, console, 1));
    });
    assert_eq!(
        printed, "0",
        "a count to 0 prints nothing, a count to 1 a zero: what does a step test before it prints?"
    );
}

#[test]
fn check_05_three_tasks_take_turns() {
    let printed = printed(|sched, console| {
        sched.call_soon(|sched| count_up(sched, console, 2));
        sched.call_soon(|sched| countdown(sched, console, 9));
        sched.call_soon(|sched| count_up(sched, console, 3));
    });
    assert_eq!(
        printed, "0 9 0 1 8 1 7 2 6 5 4 3 2 1",
        "each has one turn a round until it ends, in the order they were queued"
    );
}

#[test]
fn check_06_the_step_is_hidden() {
    // Chapter 4's own `countup` would pass all the rest, and so would a private `fn`
    // beside `count_up`, which anything else in its module could call.
    let words = ch01_loops::workshop::check::words(SOURCE);
    assert!(!words.contains(&"todo"), "there is no step yet");
    assert!(
        !words.contains(&"countup"),
        "write the step yourself: the chapter's `countup` shows how"
    );
    let mut depth = 0;
    let mut beside = Vec::new();
    for pair in words.windows(2) {
        match pair[0] {
            "{" => depth += 1,
            "}" => depth -= 1,
            "fn" if depth == 0 => beside.push(pair[1]),
            _ => {}
        }
    }
    assert_eq!(
        beside,
        ["count_up"],
        "the top-level functions of your file: can the step be defined inside `count_up`?"
    );
}

const SECOND: Duration = Duration::from_millis(5);

#[cfg(not(feature = "solutions"))]
const SOURCE: &str = include_str!("keep_count.rs");
#[cfg(feature = "solutions")]
const SOURCE: &str = include_str!("../solutions/keep_count.rs");

/// What the tasks that `queue` queues print in one run, in order.
#[track_caller]
fn printed(queue: for<'a> fn(&mut Scheduler<'a>, &'a Console)) -> String {
    let hint = "the run does not end: does each step test its position, and pass on the next one?";
    within(Duration::from_secs(2), hint, move || {
        let console = Console::in_memory(SECOND);
        let mut sched = Scheduler::new();
        queue(&mut sched, &console);
        sched.run();
        console.printed().join(" ")
    })
}
