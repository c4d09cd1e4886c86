//! Checks `count_up.rs`. Edit that file, not this one.
//!
//! - Each number is printed on the console, and followed by a second of sleep.
//! - The first number is 0, the last `n - 1`.
//! - A count of zero prints nothing.

use std::panic::catch_unwind;

use ch01_loops::workshop::check::{ends, steps};
use count_up::count_up;

#[test]
fn check_01_a_number_then_its_second() {
    let steps = counted(1);
    let question = "the console has recorded nothing: is the first number 0, and do you print with `console.print(x)` and sleep with `console.sleep(1)`?";
    assert!(!steps.is_empty(), "{question}");
    let question = "do you print 0 with `console.print(x)`, then sleep with `console.sleep(1)`?";
    assert_eq!(steps[..steps.len().min(2)], ["0", "sleep"], "the first number: {question}");
}

#[test]
fn check_02_three_numbers_from_zero() {
    let question = "a count of three: which number is the last, and does each have its second?";
    assert_eq!(counted(3), ["0", "sleep", "1", "sleep", "2", "sleep"], "{question}");
}

#[test]
fn check_03_zero_is_a_count_too() {
    let steps = catch_unwind(|| counted(0)).unwrap_or_else(|_| {
        panic!("a count of zero panics: can the condition do without `n - 1`?")
    });
    assert_eq!(steps, [""; 0], "a count of zero: do you look at `n` before the first number?");
}

// Helpers.

#[cfg_attr(feature = "solutions", path = "../solutions/count_up.rs")]
mod count_up;

/// Lists what a count of `n` does, step by step.
#[track_caller]
fn counted(n: u64) -> Vec<String> {
    let question = match n {
        0 => "when does a count of zero stop?",
        _ => "does the counter step in each turn of the loop?",
    };
    ends(question, move || steps(|console| count_up(console, n)))
}
