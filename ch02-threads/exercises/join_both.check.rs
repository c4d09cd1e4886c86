//! Checks `join_both.rs`, the file beside this one, which is yours to edit.
//!
//! Threads wait side by side only if all are started before the first is joined:
//! four lines whose order decides. What is checked: both results, that both jobs
//! are under way at once and away from the caller, and each job's own order. In
//! which order the two print is an accident of the run, and is not.

#[path = "../../ch01-loops/tests/common/within.rs"]
mod within;

within::no_exit!("join_both.rs");

#[cfg_attr(feature = "solutions", path = "../solutions/join_both.rs")]
mod join_both;

use std::sync::{Arc, Barrier};
use std::thread;
use std::time::{Duration, Instant};

use ch01_loops::{Console, Event, What, countdown, countup};
use join_both::join_both;
use within::within;

const SECOND: Duration = Duration::from_millis(60);
const LIMIT: Duration = Duration::from_secs(2);
const ENDLESS: &str = "it does not end: do you wait for anything but the two threads?";

#[test]
fn both_results_come_back() {
    let numbers = [3, 5, 7];
    let results = within(LIMIT, ENDLESS, move || {
        let sum = || numbers.iter().sum::<u64>();
        join_both(sum, || format!("{} numbers", numbers.len()))
    });
    assert_eq!(
        results,
        (15, "3 numbers".to_owned()),
        "what each job returned, in the order of the jobs"
    );
}

#[test]
fn each_job_has_a_thread_of_its_own() {
    let id = || thread::current().id();
    let (here, (one, two)) = within(LIMIT, ENDLESS, move || (id(), join_both(id, id)));
    let hint = "ran on the caller's thread: is it spawned, or called?";
    assert_ne!(one, here, "the first job {hint}");
    assert_ne!(two, here, "the second job {hint}");
    assert_ne!(
        one, two,
        "both ran on the same thread: is each one spawned?"
    );
}

/// At a barrier for two, each job waits until the other one is there.
#[test]
fn both_are_started_before_either_is_joined() {
    let hint = "each job waits for the other: did you join the first before starting the second?";
    let both = Arc::new(Barrier::new(2));
    within(LIMIT, hint, move || {
        join_both(|| both.wait(), || both.wait());
    });
}

/// The notebook's cell: a countdown and a countup from chapter 1, five numbers
/// each.
fn cell() -> Vec<Event> {
    within(LIMIT, ENDLESS, || {
        let console = Console::in_memory(SECOND);
        let (down, up) = (console.task("down"), console.task("up"));
        join_both(|| countdown(&down, 5), || countup(&up, 5));
        console.events()
    })
}

#[test]
fn their_seconds_overlap() {
    let start = Instant::now();
    cell();
    let seconds = start.elapsed().as_secs_f64() / SECOND.as_secs_f64();
    assert!(seconds >= 5.0, "both count for five seconds: {seconds:.1}");
    assert!(
        seconds < 9.0,
        "side by side, two counts of five seconds take five, not {seconds:.1}: did you join the first before starting the second?"
    );
}

#[test]
fn each_loop_keeps_its_own_order() {
    let events = cell();
    for (task, order) in [("down", "54321"), ("up", "01234")] {
        let mut printed = String::new();
        for event in events.iter().filter(|event| event.task == task) {
            if let What::Print(number) = &event.what {
                printed.push_str(number);
            }
        }
        assert_eq!(printed, order, "is each job run once, from start to end?");
    }
}
