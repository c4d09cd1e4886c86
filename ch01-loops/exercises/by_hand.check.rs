//! Checks `by_hand.rs`, the file beside this one, which is yours to edit.
//!
//! Two tasks that take turns are what this workshop is about. Done by hand, in
//! one loop, they show what it costs: one loop must hold the state of both. What
//! is checked: the order, counts of different lengths, zero, and that every
//! number has a second of its own.

#[path = "../tests/common/within.rs"]
mod within;

within::no_exit!("by_hand.rs");

#[cfg_attr(feature = "solutions", path = "../solutions/by_hand.rs")]
mod by_hand;

use std::time::Duration;

use by_hand::by_hand;
use ch01_loops::{Console, Event, What};
use within::within;

const SECOND: Duration = Duration::from_millis(10);

/// What happened in a run: who printed what and who waited when.
fn events(n: u64, stop: u64) -> Vec<Event> {
    let hint = "it does not end: does each count step when it has printed, and does the loop end when both are over?";
    within(Duration::from_secs(2), hint, move || {
        let console = Console::in_memory(SECOND);
        by_hand(&console.task("down"), &console.task("up"), n, stop);
        console.events()
    })
}

/// What was printed in a run, each number with its direction: `"↓5"`, `"↑0"`.
fn numbers(n: u64, stop: u64) -> Vec<String> {
    let mut numbers = Vec::new();
    for event in events(n, stop) {
        if let What::Print(number) = event.what {
            let arrow = if event.task == "down" { '↓' } else { '↑' };
            numbers.push(format!("{arrow}{number}"));
        }
    }
    numbers
}

#[test]
fn five_and_five_take_turns() {
    assert_eq!(
        numbers(5, 5),
        ["↓5", "↑0", "↓4", "↑1", "↓3", "↑2", "↓2", "↑3", "↓1", "↑4"],
        "one down, one up, in every turn of one loop: does each count keep its place while the other has its turn?"
    );
}

#[test]
fn the_longer_countdown_goes_on_alone() {
    assert_eq!(
        numbers(5, 2),
        ["↓5", "↑0", "↓4", "↑1", "↓3", "↓2", "↓1"],
        "the countup is over after 1: does the loop go on for as long as either has something left, and does each turn ask each count for itself?"
    );
}

#[test]
fn the_longer_countup_goes_on_alone() {
    assert_eq!(
        numbers(2, 5),
        ["↓2", "↑0", "↓1", "↑1", "↑2", "↑3", "↑4"],
        "the countdown is over after 1: does the loop go on for as long as either has something left, and does each turn ask each count for itself?"
    );
}

#[test]
fn zero_is_a_count_too() {
    let hint = "a count of zero has no turn: is each count asked before its first number?";
    assert_eq!(numbers(3, 0), ["↓3", "↓2", "↓1"], "{hint}");
    assert_eq!(numbers(0, 3), ["↑0", "↑1", "↑2"], "{hint}");
    assert_eq!(events(0, 0), [], "nothing to print, nothing to wait for");
}

/// One thread does one thing at a time, so each second must be over before the
/// next number.
#[test]
fn every_number_has_a_second_of_its_own() {
    let events = events(3, 5);
    for pair in events.chunks(2) {
        let hint =
            format!("print, then sleep one second (here 10 ms) on the same console, not {pair:?}");
        let [print, wait] = pair else {
            panic!("{hint}")
        };
        assert!(matches!(print.what, What::Print(_)), "{hint}");
        assert_eq!(wait.what, What::Wait(SECOND), "{hint}");
        assert_eq!(wait.task, print.task, "{hint}");
    }
    for pair in events.windows(2) {
        assert!(
            matches!(pair[0].what, What::Print(_)) || pair[1].at - pair[0].at >= SECOND,
            "a number came before the second of the one before it was over: is there a thread in it?"
        );
    }
    assert_eq!(
        events.len(),
        16,
        "eight numbers and eight seconds make 16 events, whichever count is the longer"
    );
}
