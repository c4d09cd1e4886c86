//! Checks `keep_count.rs`. Edit that file, not this one.
//!
//! - One call is one step: a number, its second, and the next step in the queue.
//! - Each count has a position of its own, and takes turns with everything else.
//! - The step is inside `count_up`, where nothing else can call it.

use ch01_loops::Console;
use ch01_loops::workshop::check::{ends, steps, tokens};
use ch03_scheduler::{Scheduler, countdown};
use keep_count::count_up;

#[test]
fn check_01_one_call_is_one_step() {
    let question = "does the first step loop, instead of queueing the next one?";
    let done = ends(question, || steps(|console| count_up(&mut Scheduler::new(), console, 3)));
    let question = "nothing has happened on the console: do you call the first step?";
    assert!(!done.is_empty(), "{question}");
    let question = "one call of `count_up`: does it `console.print` 0, `console.sleep` a second, \
        and only queue the next step?";
    assert_eq!(done, ["0", "sleep"], "{question}");
}

#[test]
fn check_02_a_count_ends_before_its_stop() {
    let printed = printed(|sched, console| count_up(sched, console, 3));
    assert_eq!(printed, "0 1 2", "a count to 3: which number is the last?");
}

#[test]
fn check_03_it_takes_turns_with_a_countdown() {
    let printed = printed(|sched, console| {
        sched.call_soon(|sched| countdown(sched, console, 4));
        sched.call_soon(|sched| count_up(sched, console, 4));
    });
    assert_eq!(printed, "4 0 3 1 2 2 1 3", "in turns: does each step queue the next one only?");
}

#[test]
fn check_04_each_count_has_its_own_position() {
    let printed = printed(|sched, console| {
        sched.call_soon(|sched| count_up(sched, console, 2));
        sched.call_soon(|sched| count_up(sched, console, 2));
        sched.call_soon(|sched| count_up(sched, console, 3));
    });
    let question = "counts to 2, 2 and 3, in turns: does each step pass its position to the next, \
        or do they share one, as in a `static`?";
    assert_eq!(printed, "0 0 0 1 1 1 2", "{question}");
}

#[test]
fn check_05_zero_is_a_count_too() {
    let printed = printed(|sched, console| count_up(sched, console, 0));
    assert_eq!(printed, "", "a count to 0: what does a step look at before it prints?");
}

#[test]
fn check_06_the_step_is_hidden() {
    let tokens = tokens(SOURCE);
    assert!(!tokens.contains(&"todo"), "there is no step yet");
    let question = "the chapter has such a count, to be read: do you write the step yourself?";
    assert!(!tokens.contains(&"countup"), "{question}");
    let beside = outside_count_up(&tokens).any(|word| word == "fn");
    assert!(!beside, "there is another `fn` beside `count_up`: does your step need to be there?");
}

// Helpers.

#[cfg_attr(feature = "solutions", path = "../solutions/keep_count.rs")]
mod keep_count;

#[cfg(not(feature = "solutions"))]
const SOURCE: &str = include_str!("keep_count.rs");
#[cfg(feature = "solutions")]
const SOURCE: &str = include_str!("../solutions/keep_count.rs");

/// The numbers that the tasks that `queue` queues print in one run, in order.
#[track_caller]
fn printed(queue: for<'a> fn(&mut Scheduler<'a>, &'a Console)) -> String {
    ends("does each step look at its position, and queue the one after it?", move || {
        let mut done = steps(|console| {
            let mut sched = Scheduler::new();
            queue(&mut sched, console);
            sched.run();
        });
        done.retain(|step| step != "sleep");
        done.join(" ")
    })
}

/// The tokens before and after the function `count_up`.
fn outside_count_up<'a>(tokens: &[&'a str]) -> impl Iterator<Item = &'a str> {
    let mut depth = 0;
    let start = tokens.iter().position(|word| *word == "count_up").expect("it compiles");
    let length = tokens[start..].iter().position(|word| {
        depth += i32::from(*word == "{") - i32::from(*word == "}");
        depth == 0 && *word == "}"
    });
    let rest = &tokens[start + length.expect("it compiles")..];
    tokens[..start - 1].iter().chain(rest).copied()
}
