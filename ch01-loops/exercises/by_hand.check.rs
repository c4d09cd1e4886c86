//! Checks `by_hand.rs`, the file beside this one, which is yours to edit.
//!
//! This workshop is about two tasks that take turns. Done by hand, one loop must
//! hold the state of both. What is checked: the order, a second for every number,
//! counts of different lengths, zero, and that there is only one loop.

#[cfg_attr(feature = "solutions", path = "../solutions/by_hand.rs")]
mod by_hand;

use by_hand::by_hand;

#[test]
fn check_01_three_and_three_take_turns() {
    assert_eq!(
        numbers(3, 3),
        ["↓3", "↑0", "↓2", "↑1", "↓1", "↑2"],
        "one down, one up, in every turn of the loop: does each count keep its place while the other has its turn?"
    );
}

/// On one thread, each second must end before the next number.
#[test]
fn check_02_every_number_has_its_own_second() {
    let events = events(3, 3);
    for pair in events.chunks(2) {
        let hint =
            format!("print, then sleep one second (here 10 ms) on the same console, not {pair:?}");
        let [print, wait] = pair else { panic!("{hint}") };
        assert!(matches!(print.kind, EventKind::Print(_)), "{hint}");
        assert_eq!(wait.kind, EventKind::Wait(SECOND), "{hint}");
        assert_eq!(wait.task, print.task, "{hint}");
    }
    for pair in events.windows(2) {
        assert!(
            matches!(pair[0].kind, EventKind::Print(_)) || pair[1].at - pair[0].at >= SECOND,
            "a number came before the previous second had ended: is there a thread in it?"
        );
    }
}

#[test]
fn check_03_the_longer_countdown_goes_on_alone() {
    assert_eq!(
        numbers(5, 2),
        ["↓5", "↑0", "↓4", "↑1", "↓3", "↓2", "↓1"],
        "the countup ends with 1: does the loop go on as long as either has something left, and is each count checked separately in each turn?"
    );
}

#[test]
fn check_04_the_longer_countup_goes_on_alone() {
    assert_eq!(
        numbers(2, 5),
        ["↓2", "↑0", "↓1", "↑1", "↑2", "↑3", "↑4"],
        "the countdown ends with 1: does the loop go on as long as either has something left, and is each count checked separately in each turn?"
    );
}

#[test]
fn check_05_zero_is_a_count_too() {
    let hint = "a count of zero has no turn: is each count checked before its first number?";
    assert_eq!(numbers(3, 0), ["↓3", "↓2", "↓1"], "{hint}");
    assert_eq!(numbers(0, 3), ["↑0", "↑1", "↑2"], "{hint}");
    assert_eq!(events(0, 0), [], "nothing to print, nothing to wait for");
}

#[test]
fn check_06_one_loop_holds_both() {
    assert_eq!(numbers(1, 1), ["↓1", "↑0"]);
    let words = ch01_loops::workshop::check::words(SOURCE);
    let count = |of: &[&str]| words.iter().filter(|word| of.contains(word)).count();
    let loops = count(&["while", "for", "loop"]);
    assert!(
        loops <= 1,
        "{loops} loops in `by_hand.rs`: can one loop check both counts in each turn?"
    );
    assert_eq!(
        count(&["countdown", "countup"]),
        0,
        "`by_hand.rs` calls the library's loops: can one loop hold both places itself?"
    );
}

// What the checks are made of.

use std::time::{Duration, Instant};

use ch01_loops::workshop::check::within;
use ch01_loops::{Console, Event, EventKind};

const SECOND: Duration = Duration::from_millis(10);

#[cfg(not(feature = "solutions"))]
const SOURCE: &str = include_str!("by_hand.rs");
#[cfg(feature = "solutions")]
const SOURCE: &str = include_str!("../solutions/by_hand.rs");

/// What a run printed, each number with its direction: `"↓5"`, `"↑0"`.
fn numbers(n: u64, stop: u64) -> Vec<String> {
    let mut numbers = Vec::new();
    for event in events(n, stop) {
        if let EventKind::Print(number) = event.kind {
            let arrow = if event.task == "down" { '↓' } else { '↑' };
            numbers.push(format!("{arrow}{number}"));
        }
    }
    numbers
}

/// What happened in a run: which task printed what, and which waited when.
fn events(n: u64, stop: u64) -> Vec<Event> {
    let (one, took) = run(1, 0);
    assert!(
        !one.is_empty() || took < Duration::from_secs(1),
        "a real second has passed and the consoles have recorded nothing: is it `down.print(n)` and `down.sleep(1)`, not `println!` and `thread::sleep`?"
    );
    let waits = |event: &Event| matches!(event.kind, EventKind::Wait(_));
    assert!(
        one.iter().any(waits) || took < Duration::from_secs(1),
        "a real second has passed, and the consoles' second here is 10 ms: is it `down.sleep(1)` and `up.sleep(1)`, not `thread::sleep`?"
    );
    let events = run(n, stop).0;
    let prints = |event: &Event| matches!(event.kind, EventKind::Print(_));
    assert!(
        events.is_empty() || events.iter().any(prints),
        "it waits, but prints nothing on the consoles: is it `down.print(n)` and `up.print(x)`, not `println!`?"
    );
    events
}

fn run(n: u64, stop: u64) -> (Vec<Event>, Duration) {
    let hint = "it does not end: does each count step after it prints, and does the loop end when both have?";
    within(Duration::from_secs(2), hint, move || {
        let console = Console::in_memory(SECOND);
        let (down, up) = (console.task("down"), console.task("up"));
        let start = Instant::now();
        by_hand(&down, &up, n, stop);
        (console.events(), start.elapsed())
    })
}
