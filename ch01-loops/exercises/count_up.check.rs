//! Checks `count_up.rs`, the file beside this one, which is yours to edit.
//!
//! A counting loop is the smallest thing that waits. What is checked: which
//! numbers it prints, that it waits after each, and that its ends are right.

#[path = "../tests/common/within.rs"]
mod within;

within::no_exit!("count_up.rs");

#[cfg_attr(feature = "solutions", path = "../solutions/count_up.rs")]
mod count_up;

use std::time::Duration;

use ch01_loops::{Console, Event, What};
use count_up::count_up;
use within::within;

const SECOND: Duration = Duration::from_millis(10);

/// What the loop printed and when it waited, for a count of `n`.
fn events(n: u64) -> Vec<Event> {
    let hint = "it does not end: does the counter step in every turn of the loop?";
    let events = within(Duration::from_secs(2), hint, move || {
        let console = Console::in_memory(SECOND);
        count_up(&console, n);
        console.events()
    });
    assert!(
        events.is_empty() || !numbers(&events).is_empty(),
        "it waits, and nothing is printed on the console: is it `console.print(x)`, and not `println!`?"
    );
    events
}

fn numbers(events: &[Event]) -> Vec<&str> {
    let texts = events.iter().filter_map(|event| match &event.what {
        What::Print(text) => Some(text.as_str()),
        What::Wait(_) => None,
    });
    texts.collect()
}

#[test]
fn it_prints_five_numbers() {
    assert_eq!(
        numbers(&events(5)),
        ["0", "1", "2", "3", "4"],
        "five numbers from zero on: which is the first, which is the last, and is each printed before the step?"
    );
}

#[test]
fn it_prints_as_many_as_asked_for() {
    assert_eq!(numbers(&events(1)), ["0"], "one number for a count of one");
    let many = events(12);
    assert_eq!(
        numbers(&many).last(),
        Some(&"11"),
        "twelve numbers, the last is 11: is the end taken from `n`?"
    );
}

#[test]
fn it_waits_after_each_number() {
    for (index, event) in events(4).iter().enumerate() {
        let in_place = match event.what {
            What::Print(_) => index % 2 == 0,
            What::Wait(time) => index % 2 == 1 && time == SECOND,
        };
        assert!(
            in_place,
            "print, then sleep one second (here 10 ms), in every turn; step {index} of the run was {event:?}"
        );
    }
    assert_eq!(events(4).len(), 8, "four numbers and four waits");
}

#[test]
fn zero_is_a_count_too() {
    assert_eq!(
        events(0),
        [],
        "nothing to print and nothing to wait for: what does the condition ask before the first number? Is 0 less than 0?"
    );
}
