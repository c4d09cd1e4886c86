//! Checks `spawn_many.rs`, the file beside this one, which is yours to edit.
//!
//! The system may refuse a thread. What is checked: that a hundred threads exist at
//! once, and stay until they are released; that a refusal is returned as an error, and
//! leaves no thread behind; and that a panic reaches the caller.

#[cfg_attr(feature = "solutions", path = "../solutions/spawn_many.rs")]
mod spawn_many;

use spawn_many::spawn_many;

/// A stack that every system has room for.
const SMALL: usize = 256 * 1024;
/// A quarter of all addresses: no system has room for that.
const ABSURD: usize = usize::MAX / 4 + 1;

#[test]
fn check_01_each_result_is_at_its_number() {
    let hint = "it does not end: does it wait for anything but its threads?";
    let (ids, numbers): (HashSet<_>, Vec<_>) = within(LIMIT, hint, || {
        let job = |number: usize| {
            thread::sleep(Duration::from_millis(5) * (4 - number as u32));
            (thread::current().id(), number)
        };
        let results = spawn_many([SMALL; 4], job, || ());
        results.expect("four small threads").into_iter().unzip()
    });
    assert_eq!(numbers, [0, 1, 2, 3], "in the order of the numbers, whichever ends first");
    assert_eq!(ids.len(), 4, "is each job on a thread of its own?");
}

#[test]
fn check_02_no_threads_are_no_trouble() {
    let hint = "it does not end: which thread does it wait for, when there is none?";
    let (results, released) = within(LIMIT, hint, || {
        let mut released = false;
        let results = spawn_many([], |number| number, || released = true);
        (results.expect("there is nothing to refuse"), released)
    });
    assert_eq!(results, [], "no thread, no result");
    assert!(released, "there is nothing to start: is `release` called all the same?");
}

#[test]
fn check_03_a_hundred_exist_at_once() {
    let hint = "each waits until all have started: are all started before the first is joined?";
    let ended = within(LIMIT, hint, || {
        let all = Barrier::new(100);
        let job = |_| all.wait().is_leader();
        spawn_many(repeat_n(SMALL, 100), job, || ())
    });
    let ended = ended.unwrap_or_else(|error| {
        panic!("this check needs 100 threads, and the system has too few: {error}")
    });
    assert_eq!(ended.len(), 100, "one result for each thread");
}

/// The jobs wait at a door that only `release` opens.
#[test]
fn check_04_they_are_released_when_all_are_started() {
    let hint = "the jobs wait for `release`: is it called, and before the first is joined?";
    let sizes_taken = within(LIMIT, hint, || {
        let door = Mutex::new(());
        let mut locked = Some(door.lock().unwrap());
        let (taken, at_release) = (AtomicUsize::new(0), AtomicUsize::new(0));
        let sizes = repeat_n(SMALL, 20).inspect(|_| _ = taken.fetch_add(1, Ordering::SeqCst));
        let release = || {
            at_release.store(taken.load(Ordering::SeqCst), Ordering::SeqCst);
            drop(locked.take());
        };
        spawn_many(sizes, |_| drop(door.lock()), release).expect("twenty small threads");
        at_release.into_inner()
    });
    assert_eq!(sizes_taken, 20, "`release` is called once the last thread has started");
}

#[test]
fn check_05_a_refusal_is_an_error() {
    let hint = "it does not end: does it try again and again?";
    let result = within(LIMIT, hint, || {
        let refused = || spawn_many([ABSURD], |_| (), || ());
        panic::catch_unwind(AssertUnwindSafe(refused)).unwrap_or_else(|_| {
            panic!("`spawn_many` panicked, as printed above, instead of returning the refusal: which `spawn` returns a `Result`?")
        })
    });
    let error = result.expect_err(
        "no system has room for this stack: does the builder get its size, and is its error returned?",
    );
    assert_ne!(error.raw_os_error(), None, "the system's own error");
}

#[test]
fn check_06_a_refusal_leaves_no_thread_behind() {
    let hint = "the started threads wait for `release`, and the scope for them: does a `?` come before it?";
    let (result, started, ended) = within(LIMIT, hint, || {
        let door = Mutex::new(());
        let mut locked = Some(door.lock().unwrap());
        let (started, ended) = (AtomicUsize::new(0), AtomicUsize::new(0));
        let job = |_| {
            started.fetch_add(1, Ordering::SeqCst);
            drop(door.lock());
            thread::sleep(Duration::from_millis(20));
            ended.fetch_add(1, Ordering::SeqCst);
        };
        let sizes = [SMALL, SMALL, SMALL, ABSURD, SMALL, SMALL];
        let result = spawn_many(sizes, job, || drop(locked.take()));
        (result, started.into_inner(), ended.into_inner())
    });
    result.expect_err(
        "the fourth of six was refused: does each have its own size, and is the error returned?",
    );
    assert_eq!(started, 3, "none is started after the refused one");
    assert_eq!(ended, 3, "the error is returned once those before it have ended");
}

#[test]
fn check_07_no_size_is_taken_after_a_refusal() {
    let (result, asked) = within(LIMIT, "it does not end after a refusal", || {
        let asked = AtomicUsize::new(0);
        let sizes = [SMALL, ABSURD].into_iter().chain(repeat_n(SMALL, 20));
        let sizes = sizes.inspect(|_| _ = asked.fetch_add(1, Ordering::SeqCst));
        let result = spawn_many(sizes, |_| (), || ());
        (result, asked.into_inner())
    });
    result.expect_err("the second was refused");
    assert_eq!(asked, 2, "the sizes taken: does it stop at the first error?");
}

#[test]
fn check_08_a_panic_reaches_the_caller() {
    let (panicked, ended) = within(LIMIT, "a job panics, and it does not end", || {
        let ended = AtomicUsize::new(0);
        let job = |number| {
            if number == 1 {
                panic::resume_unwind(Box::new("a panic that is not printed"))
            }
            ended.fetch_add(1, Ordering::SeqCst);
        };
        let many = AssertUnwindSafe(|| spawn_many([SMALL; 3], job, || ()).map(|_| ()));
        let panicked = panic::catch_unwind(many).is_err();
        (panicked, ended.into_inner())
    });
    assert_eq!(ended, 2, "the other two carry on");
    assert!(
        panicked,
        "a job panicked, and the caller never learns of it: what becomes of the `Err` of `join`?"
    );
}

// What the checks are made of.

use std::collections::HashSet;
use std::iter::repeat_n;
use std::panic::{self, AssertUnwindSafe};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Barrier, Mutex};
use std::thread;
use std::time::Duration;

use ch01_loops::workshop::check::within;

const LIMIT: Duration = Duration::from_secs(3);
