//! Checks `join_both.rs`, the file beside this one, which is yours to edit.
//!
//! Threads wait side by side only if all are started before the first is joined.
//! What is checked: both results, that both jobs run at once and off the caller's
//! thread, each job's own order, and that a panic reaches the caller. The order
//! between the two jobs is accidental, and not checked.

#[cfg_attr(feature = "solutions", path = "../solutions/join_both.rs")]
mod join_both;

use join_both::join_both;

#[test]
fn check_01_both_results_come_back() {
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
fn check_02_each_job_has_its_own_thread() {
    let id = || thread::current().id();
    let (here, (one, two)) = within(LIMIT, ENDLESS, move || (id(), join_both(id, id)));
    let hint = "ran on the caller's thread: is it spawned, or called?";
    assert_ne!(one, here, "the first job {hint}");
    assert_ne!(two, here, "the second job {hint}");
    assert_ne!(one, two, "both ran on the same thread: is each one spawned?");
}

/// At a barrier for two, each job waits until the other one is there.
#[test]
fn check_03_both_are_started_before_either_is_joined() {
    let hint = "each job waits for the other: did you join the first before starting the second?";
    let both = Arc::new(Barrier::new(2));
    within(LIMIT, hint, move || {
        join_both(|| both.wait(), || both.wait());
    });
}

#[test]
fn check_04_each_loop_keeps_its_own_order() {
    let events = within(LIMIT, ENDLESS, || {
        let console = Console::in_memory(Duration::from_millis(1));
        let (down, up) = (console.task("down"), console.task("up"));
        join_both(|| countdown(&down, 5), || countup(&up, 5));
        console.events()
    });
    for (task, order) in [("down", "54321"), ("up", "01234")] {
        let mut printed = String::new();
        for event in events.iter().filter(|event| event.task == task) {
            if let EventKind::Print(number) = &event.kind {
                printed.push_str(number);
            }
        }
        assert_eq!(printed, order, "is each job run once, from start to end?");
    }
}

#[test]
fn check_05_a_panic_comes_out_when_both_have_ended() {
    for broken in 0..2 {
        let (panicked, ended) = within(LIMIT, "a job panics, and it does not end", move || {
            let ended = AtomicUsize::new(0);
            let job = |number| {
                if number == broken {
                    resume_unwind(Box::new("a panic that is not printed"));
                }
                thread::sleep(Duration::from_millis(50));
                ended.fetch_add(1, Ordering::SeqCst);
            };
            let both = AssertUnwindSafe(|| join_both(|| job(0), || job(1)));
            (catch_unwind(both).is_err(), ended.into_inner())
        });
        assert!(
            panicked,
            "a job panicked, and the caller never learns of it: what becomes of the `Err` of `join`?"
        );
        assert_eq!(ended, 1, "the other job carries on to its end");
    }
}

// What the checks are made of.

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Barrier};
use std::thread;
use std::time::Duration;

use ch01_loops::workshop::check::within;
use ch01_loops::{Console, EventKind, countdown, countup};

const LIMIT: Duration = Duration::from_secs(2);
const ENDLESS: &str = "it does not end: does it wait for anything but the two threads?";
