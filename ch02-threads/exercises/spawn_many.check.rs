//! Checks `spawn_many.rs`, the file beside this one, which is yours to edit.
//!
//! A thread is the system's to give, and it may say no. What is checked: that
//! hundreds of threads are there at once, and stay until they are released; that
//! a refusal comes back as an error; and that it leaves no thread behind, neither
//! running nor waiting.

#[path = "../../ch01-loops/tests/common/within.rs"]
mod within;

within::no_exit!("spawn_many.rs");

#[cfg_attr(feature = "solutions", path = "../solutions/spawn_many.rs")]
mod spawn_many;

use std::collections::HashSet;
use std::iter::repeat_n;
use std::panic::{self, AssertUnwindSafe};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Barrier, Mutex};
use std::thread;
use std::time::Duration;

use spawn_many::spawn_many;
use within::within;

const LIMIT: Duration = Duration::from_secs(2);

/// A stack's size that every system has room for.
const SMALL: usize = 256 * 1024;
/// A quarter of all addresses there are: no system has room for that.
const ABSURD: usize = usize::MAX / 4 + 1;

#[test]
fn each_result_stands_at_its_number() {
    let hint = "it does not end: is each thread joined, and nothing else waited for?";
    let (ids, numbers): (HashSet<_>, Vec<_>) = within(LIMIT, hint, || {
        let job = |number: usize| {
            thread::sleep(Duration::from_millis(5) * (4 - number as u32));
            (thread::current().id(), number)
        };
        let results = spawn_many([SMALL; 4], job, || ());
        results.expect("four small threads").into_iter().unzip()
    });
    assert_eq!(numbers, [0, 1, 2, 3], "by number, whichever ends first");
    assert_eq!(ids.len(), 4, "is each job on a thread of its own?");
}

#[test]
fn no_threads_are_no_trouble() {
    let hint = "it does not end: which thread do you wait for, when there is none?";
    let (results, released) = within(LIMIT, hint, || {
        let mut released = false;
        let results = spawn_many([], |number| number, || released = true);
        (results.expect("there is nothing to refuse"), released)
    });
    assert_eq!(results, [], "no thread, no result");
    assert!(
        released,
        "all are started, which is none: is `release` called?"
    );
}

#[test]
fn hundreds_are_there_at_once() {
    let hint = "each waits until all are there: are all started before the first is joined?";
    let ended = within(LIMIT, hint, || {
        let all = Barrier::new(300);
        let job = |_| all.wait().is_leader();
        spawn_many(repeat_n(SMALL, 300), job, || ()).expect("the system has room for 300")
    });
    assert_eq!(ended.len(), 300, "one result for each thread");
}

/// The jobs wait at a door that only `release` opens.
#[test]
fn they_are_released_when_all_are_started() {
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
    assert_eq!(
        sizes_taken, 20,
        "`release` comes when the last one is started"
    );
}

#[test]
fn a_refusal_is_an_error() {
    let hint = "it does not end: do you try again, and again?";
    let result = within(LIMIT, hint, || {
        let refused = || spawn_many([ABSURD], |_| (), || ());
        panic::catch_unwind(AssertUnwindSafe(refused)).unwrap_or_else(|_| {
            panic!("a refusal is given back, not unwrapped: which `spawn` gives back a `Result`?")
        })
    });
    result.expect_err("no system has room for this stack: is the builder told its size, and its error given back?");
}

#[test]
fn a_refusal_leaves_no_thread_behind() {
    let hint =
        "those that were started wait for `release`, and you for them: does a `?` come before it?";
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
        "the fourth of six was refused: has each its own size, and is the error given back?",
    );
    assert_eq!(started, 3, "none is started after the one that was refused");
    assert_eq!(ended, 3, "the error comes when those before it have ended");
}
