//! Checks `count_up.rs`, the file beside this one, which is yours to edit.
//!
//! A counting loop is the smallest thing that waits. What is checked: which numbers
//! it prints, and that it waits after each.

#[cfg_attr(feature = "solutions", path = "../solutions/count_up.rs")]
mod count_up;

use count_up::count_up;

#[test]
fn check_01_it_prints_five_numbers() {
    assert_eq!(
        numbers(&events(5)),
        ["0", "1", "2", "3", "4"],
        "five numbers from zero: which is the first, which is the last, and is each printed before the step?"
    );
}

#[test]
fn check_02_it_waits_after_each_number() {
    for (index, event) in events(4).iter().enumerate() {
        let in_place = match event.kind {
            EventKind::Print(_) => index % 2 == 0,
            EventKind::Wait(time) => index % 2 == 1 && time == SECOND,
        };
        assert!(
            in_place,
            "print, then sleep one second (here 10 ms), in every turn; step {index} of the run was {event:?}"
        );
    }
    assert_eq!(events(4).len(), 8, "four numbers and four waits");
}

#[test]
fn check_03_it_prints_as_many_as_asked_for() {
    assert_eq!(numbers(&events(1)), ["0"], "one number for a count of one");
    assert_eq!(
        numbers(&events(12)).last(),
        Some(&"11"),
        "twelve numbers, the last of them 11: does the end come from `n`?"
    );
}

#[test]
fn check_04_zero_is_a_count_too() {
    assert_eq!(
        events(0),
        [],
        "nothing to print and nothing to wait for: what does the condition test before the first number? Is 0 less than 0?"
    );
}

#[test]
fn check_05_the_loop_is_yours() {
    assert_eq!(numbers(&events(2)), ["0", "1"]);
    assert!(
        !ch01_loops::workshop::check::words(SOURCE).contains(&"countup"),
        "the library's `countup` is this exercise, solved: can you write the loop without it?"
    );
}

// What the checks are made of.

use std::time::{Duration, Instant};

use ch01_loops::workshop::check::within;
use ch01_loops::{Console, Event, EventKind};

const SECOND: Duration = Duration::from_millis(10);

#[cfg(not(feature = "solutions"))]
const SOURCE: &str = include_str!("count_up.rs");
#[cfg(feature = "solutions")]
const SOURCE: &str = include_str!("../solutions/count_up.rs");

/// What the loop printed and when it waited, for a count of `n`.
fn events(n: u64) -> Vec<Event> {
    let (one, took) = run(1);
    assert!(
        !one.is_empty() || took < Duration::from_secs(1),
        "a real second has passed and the console has recorded nothing: is it `console.print(x)` and `console.sleep(1)`, not `println!` and `thread::sleep`?"
    );
    let waits = |event: &Event| matches!(event.kind, EventKind::Wait(_));
    assert!(
        one.iter().any(waits) || took < Duration::from_secs(1),
        "a real second has passed, and the console's second here is 10 ms: is it `console.sleep(1)`, not `thread::sleep`?"
    );
    let events = run(n).0;
    assert!(
        events.is_empty() || !numbers(&events).is_empty(),
        "it waits, but prints nothing on the console: is it `console.print(x)`, not `println!`?"
    );
    events
}

fn run(n: u64) -> (Vec<Event>, Duration) {
    let hint = "it does not end: does the counter step in every turn of the loop?";
    within(Duration::from_secs(2), hint, move || {
        let console = Console::in_memory(SECOND);
        let start = Instant::now();
        count_up(&console, n);
        (console.events(), start.elapsed())
    })
}

fn numbers(events: &[Event]) -> Vec<&str> {
    let texts = events.iter().filter_map(|event| match &event.kind {
        EventKind::Print(text) => Some(text.as_str()),
        EventKind::Wait(_) => None,
    });
    texts.collect()
}
