//! Checks `join_both.rs`. Edit that file, not this one.
//!
//! - Both results come back. Each job runs on a thread of its own, not on the caller's.
//! - Both run at once.
//! - A panic of either reaches the caller.

use std::panic::catch_unwind;
use std::sync::Barrier;
use std::thread;

use ch01_loops::workshop::check::{ends, panic};
use join_both::join_both;

#[test]
fn check_01_both_results_come_back() {
    let numbers = [3, 5, 7];
    let results = ends("does it wait for anything but the two threads?", move || {
        join_both(|| numbers.iter().sum::<i32>(), || numbers.len())
    });
    assert_eq!(results, (15, 3), "the sum and the number of 3, 5 and 7");
}

#[test]
fn check_02_each_job_has_its_own_thread() {
    let id = || thread::current().id();
    let question = "does it wait for anything but the two threads?";
    let (one, two, here) = ends(question, move || {
        let (one, two) = join_both(id, id);
        (one, two, id())
    });
    assert!(one != here, "the first job ran on the caller's thread: do you spawn it, or call it?");
    assert!(two != here, "the second job ran on the caller's thread: do you spawn it, or call it?");
    assert!(one != two, "both jobs ran on the same thread: do you spawn each?");
}

/// At a barrier for two, each job waits until the other is there.
#[test]
fn check_03_both_run_at_once() {
    let question = "do you join one before you start the other, or does a lock keep them apart?";
    ends(question, || {
        let both = Barrier::new(2);
        join_both(|| both.wait(), || both.wait());
    });
}

#[test]
fn check_04_a_panic_reaches_the_caller() {
    join_both(|| (), || ());
    for broken in [[true, false], [false, true], [true, true]] {
        let job = |is_broken| {
            if is_broken {
                panic()
            }
        };
        let question = "a job has panicked: do you wait for something that it can no longer do?";
        let result = ends(question, move || {
            catch_unwind(|| join_both(|| job(broken[0]), || job(broken[1])))
        });
        result.expect_err("a job panicked, and the caller does not: what does `join` return?");
    }
}

// Helpers.

#[cfg_attr(feature = "solutions", path = "../solutions/join_both.rs")]
mod join_both;
