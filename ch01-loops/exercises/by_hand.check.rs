//! Checks `by_hand.rs`. Edit that file, not this one.
//!
//! - One number down, one number up, in turns; each on its own console, with its second.
//! - The longer count goes on alone, and still waits. A count of zero has no turn.
//! - There is one loop.

use by_hand::by_hand;
use ch01_loops::workshop::check::{ends, steps, tokens};

#[test]
fn check_01_one_down_and_one_up() {
    let steps = counted(1, 1);
    let question = "the consoles have recorded nothing: do you print with `down.print(n)` and sleep with `down.sleep(1)`?";
    assert!(!steps.is_empty(), "{question}");
    let question = "does each count print and sleep on its own console, the countdown first?";
    assert_eq!(steps.join(", "), "down 1, down sleep, up 0, up sleep", "1 down, 1 up: {question}");
}

#[test]
fn check_02_three_and_three_take_turns() {
    let question = "3 down, 3 up: does each count keep its place while the other has its turn?";
    assert_eq!(numbers(3, 3), "down 3, up 0, down 2, up 1, down 1, up 2", "{question}");
}

#[test]
fn check_03_the_longer_goes_on_alone() {
    let question = "does the loop go on while *either* is left, and do you test each by itself?";
    assert_eq!(numbers(3, 1), "down 3, up 0, down 2, down 1", "3 down, 1 up: {question}");
    assert_eq!(numbers(1, 3), "down 1, up 0, up 1, up 2", "1 down, 3 up: {question}");
}

#[test]
fn check_04_zero_is_a_count_too() {
    let question = "do you test each count before its first number, and by itself?";
    assert_eq!(numbers(2, 0), "down 2, down 1", "2 down, 0 up: {question}");
    assert_eq!(numbers(0, 2), "up 0, up 1", "0 down, 2 up: {question}");
    assert_eq!(numbers(0, 0), "", "0 down, 0 up: {question}");
}

#[test]
fn check_05_who_is_alone_waits_too() {
    let question = "3 down, 1 up: does each number have its second on its own console, also when the other count is over?";
    let expected = "down 3, down sleep, up 0, up sleep, down 2, down sleep, down 1, down sleep";
    assert_eq!(counted(3, 1).join(", "), expected, "{question}");
}

#[test]
fn check_06_one_loop_holds_both() {
    assert_eq!(counted(1, 1).len(), 4, "two numbers, two seconds");
    let tokens = tokens(SOURCE);
    let loops = tokens.iter().filter(|word| ["while", "for", "loop"].contains(word)).count();
    assert!(loops <= 1, "{loops} loops: can one loop look at both counts in each turn?");
}

// Helpers.

#[cfg_attr(feature = "solutions", path = "../solutions/by_hand.rs")]
mod by_hand;

#[cfg(not(feature = "solutions"))]
const SOURCE: &str = include_str!("by_hand.rs");
#[cfg(feature = "solutions")]
const SOURCE: &str = include_str!("../solutions/by_hand.rs");

/// Lists what two counts do, step by step.
#[track_caller]
fn counted(n: u64, stop: u64) -> Vec<String> {
    let question = "does each count step when it has printed, and does the loop end with both?";
    ends(question, move || {
        steps(|console| by_hand(&console.task("down "), &console.task("up "), n, stop))
    })
}

/// The numbers of two counts, without the seconds.
#[track_caller]
fn numbers(n: u64, stop: u64) -> String {
    let steps = counted(n, stop).into_iter().filter(|step| !step.ends_with("sleep"));
    steps.collect::<Vec<_>>().join(", ")
}
