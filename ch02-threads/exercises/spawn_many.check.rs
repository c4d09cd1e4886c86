//! Checks `spawn_many.rs`. Edit that file, not this one.
//!
//! - All threads exist at once. Each result is at its number.
//! - `release` is called when all are started, or one is refused.
//! - A refusal is an error: no more threads are tried, and none is left behind.
//! - A panic reaches the caller, also after a refusal.

use std::cell::Cell;
use std::io;
use std::iter::repeat_n;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Barrier, Mutex};
use std::thread::sleep;
use std::time::Duration;

use ch01_loops::workshop::check::{ends, panic};
use spawn_many::spawn_many;

#[test]
fn check_01_each_result_is_at_its_number() {
    let results = ends("does it wait for anything but its threads?", || {
        let job = |number| {
            sleep(Duration::from_millis(20 * u64::from(number == 0)));
            number
        };
        spawn_many([SMALL; 3], job, || ()).expect("three small threads")
    });
    let question = "do the numbers begin at 0, and are the results in their order?";
    assert_eq!(results, [0, 1, 2], "each job returns its number: {question}");
}

/// At a barrier for a hundred, each thread waits until all others are there.
#[test]
fn check_02_a_hundred_exist_at_once() {
    let all_started = "each waits for the others: do you start all before you join the first?";
    ends(all_started, || {
        let all = Barrier::new(100);
        let results = spawn_many(repeat_n(SMALL, 100), |_| all.wait().is_leader(), || ());
        results.expect("the system has room for a hundred small threads");
    });
}

#[test]
fn check_03_they_are_released_when_all_are_started() {
    let question = "the jobs wait for `release`: do you call it, and before you join the first?";
    let (result, taken) = released(question, [SMALL; 20]);
    result.expect("twenty small threads");
    assert_eq!(taken, Some(20), "how many sizes `release` comes after: are all started then?");
}

#[test]
fn check_04_no_threads_are_released_too() {
    let (_, taken) = released("for which thread do you wait, when there is none?", []);
    assert_eq!(taken, Some(0), "there is nothing to start: do you call `release` all the same?");
}

#[test]
fn check_05_a_refusal_is_an_error() {
    let refused = || catch_unwind(|| spawn_many([ABSURD], |_| (), || ()));
    let result = ends("do you try again and again?", refused).unwrap_or_else(|_| {
        panic!("it panics: which `spawn` returns a `Result`?");
    });
    let question = "does the builder get the stack size, and do you return its error?";
    let error = result.expect_err(question);
    assert!(error.raw_os_error().is_some(), "this error is not the system's own: {question}");
}

#[test]
fn check_06_a_refusal_leaves_no_thread_behind() {
    let question = "the started threads wait for `release`, and the scope waits for them: does a `?` come before it?";
    let (result, _) = released(question, [SMALL, SMALL, SMALL, ABSURD]);
    result.expect_err("the last of four was refused: does each have its own size?");
}

#[test]
fn check_07_nothing_is_tried_after_a_refusal() {
    let (_, taken) = released("do you try again and again?", [SMALL, ABSURD, SMALL, SMALL]);
    assert_eq!(taken, Some(2), "sizes taken, of which the second is refused: do you stop there?");
}

#[test]
fn check_08_a_panic_reaches_the_caller() {
    for sizes in [[SMALL, SMALL, SMALL], [SMALL, SMALL, ABSURD]] {
        spawn_many([SMALL], |_| (), || ()).expect("a small thread");
        let job = |number| {
            if number == 1 {
                panic()
            }
        };
        let many = move || catch_unwind(AssertUnwindSafe(|| spawn_many(sizes, job, || ()).is_ok()));
        let case = if sizes[2] == SMALL { "" } else { ", and another thread was refused" };
        ends("a job has panicked: what do you wait for?", many).expect_err(&format!(
            "a job panicked{case}, but the caller does not: what becomes of the `Err` of `join`?"
        ));
    }
}

// Helpers.

#[cfg_attr(feature = "solutions", path = "../solutions/spawn_many.rs")]
mod spawn_many;

/// A stack that every system has room for.
const SMALL: usize = 256 * 1024;
/// A quarter of all addresses: no system has room for that.
const ABSURD: usize = usize::MAX / 4 + 1;

/// Starts threads that wait for their release. Returns what comes of them, and how many sizes had
/// been taken by then.
#[track_caller]
fn released<const N: usize>(
    question: &str,
    sizes: [usize; N],
) -> (io::Result<Vec<()>>, Option<usize>) {
    ends(question, move || {
        let door = Mutex::new(());
        let (mut closed, taken, mut at_release) = (door.lock().ok(), Cell::new(0), None);
        let sizes = sizes.into_iter().inspect(|_| taken.set(taken.get() + 1));
        let release = || {
            at_release = Some(taken.get());
            closed = None;
        };
        (spawn_many(sizes, |_| drop(door.lock()), release), at_release)
    })
}
