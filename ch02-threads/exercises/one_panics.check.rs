//! Checks `one_panics.rs`, the file beside this one, which is yours to edit.
//!
//! A thread that panics dies alone, and silently if nothing joins it. What is
//! checked: that every job has its result, in order; that the threads have their names
//! and run at once; that a failure comes back with its message and leaves the others
//! alone; and that a panic is reported once, by its own thread.

#[cfg_attr(feature = "solutions", path = "../solutions/one_panics.rs")]
mod one_panics;

use one_panics::{Job, run_all};

#[test]
fn check_01_the_results_are_in_the_order_of_the_jobs() {
    let job = |millis| -> Job<'_, u64> {
        Box::new(move || {
            thread::sleep(Duration::from_millis(millis));
            millis
        })
    };
    assert_eq!(
        run(vec![("slow", job(40)), ("quick", job(1)), ("medium", job(20))]),
        [Ok(40), Ok(1), Ok(20)],
        "in the order of the jobs, not in the order in which they end"
    );
    assert_eq!(run::<u64>(vec![]), [], "no jobs, no results");
}

#[test]
fn check_02_each_thread_has_its_name() {
    let job = || -> Job<'_, String> {
        Box::new(|| thread::current().name().unwrap_or("no name").to_owned())
    };
    let results = run(vec![("one", job()), ("two", job()), ("three", job())]);
    let names: Vec<_> = results.into_iter().flatten().collect();
    assert_eq!(
        names,
        ["one", "two", "three"],
        "each thread has the name of its job: does the builder get it?"
    );
}

/// At a barrier for twenty, each job waits until all the others are there.
#[test]
fn check_03_all_run_at_once() {
    let all = Arc::new(Barrier::new(20));
    let job = |_| -> (&str, Job<'_, bool>) {
        let all = Arc::clone(&all);
        ("one of many", Box::new(move || all.wait().is_leader()))
    };
    assert_eq!(run((0..20).map(job).collect()).len(), 20);
}

#[test]
fn check_04_the_others_carry_on() {
    let console = Console::in_memory(Duration::from_millis(10));
    let (down, up) = (console.task("down"), console.task("up"));
    let jobs: Jobs<()> = vec![
        ("down", Box::new(move || countdown(&down, 3))),
        ("broken", Box::new(|| panic!("at once"))),
        ("up", Box::new(move || countup(&up, 3))),
    ];
    let ended: Vec<_> = run(jobs).iter().map(Result::is_ok).collect();
    assert_eq!(
        ended,
        [true, false, true],
        "the middle one panics: do the jobs before and after it have their results?"
    );
    assert_eq!(console.printed().len(), 6, "both counts run to their end");
}

#[test]
fn check_05_a_panic_comes_back_as_its_message() {
    let left = 7;
    let jobs: Jobs<&str> = vec![
        ("text", Box::new(|| panic!("out of numbers"))),
        ("formatted", Box::new(move || panic!("{left} numbers left"))),
        ("neither", Box::new(|| panic::panic_any(7))),
        ("well", Box::new(|| "fine")),
    ];
    let error = |message: &str| Err(message.to_owned());
    assert_eq!(
        run(jobs),
        [error("out of numbers"), error("7 numbers left"), error("no message"), Ok("fine")],
        "`panic!` leaves a `&str`, with arguments a `String`: are both looked for, and in the box, not in a reference to the box?"
    );
}

/// A panic is reported by the hook, on the thread that panics; ours counts.
#[test]
fn check_06_a_panic_is_reported_once() {
    static REPORTED: AtomicUsize = AtomicUsize::new(0);
    let report = panic::take_hook();
    panic::set_hook(Box::new(move |panic| {
        if thread::current().name() == Some("counted") {
            REPORTED.fetch_add(1, Ordering::SeqCst);
        }
        report(panic);
    }));
    let jobs: Jobs<()> = vec![("counted", Box::new(|| panic!("out of numbers")))];
    run(jobs);
    drop(panic::take_hook()); // std's own reports again, if only that this check fails
    assert_eq!(
        REPORTED.load(Ordering::SeqCst),
        1,
        "reported once, under the thread's name: does the thread have it, and does nothing panic again with what was caught?"
    );
}

#[test]
fn check_07_the_joining_is_yours() {
    assert_eq!(run(vec![("one", Box::new(|| 1))]), [Ok(1)]);
    assert!(
        !ch01_loops::workshop::check::words(SOURCE).contains(&"ch02_threads"),
        "the library's `join` is half of this exercise: can you do without it?"
    );
}

// What the checks are made of.

use std::panic::{self, AssertUnwindSafe};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Barrier};
use std::thread;
use std::time::Duration;

use ch01_loops::workshop::check::within;
use ch01_loops::{Console, countdown, countup};

#[cfg(not(feature = "solutions"))]
const SOURCE: &str = include_str!("one_panics.rs");
#[cfg(feature = "solutions")]
const SOURCE: &str = include_str!("../solutions/one_panics.rs");

type Jobs<T> = Vec<(&'static str, Job<'static, T>)>;

fn run<T: Send + 'static>(jobs: Jobs<T>) -> Vec<Result<T, String>> {
    let hint = "it does not end: are all started before the first is joined, and does it wait for anything that a panic prevents?";
    within(Duration::from_secs(4), hint, || {
        panic::catch_unwind(AssertUnwindSafe(|| run_all(jobs))).unwrap_or_else(|_| {
            panic!("`run_all` itself panicked, as printed above: is every thread joined, and what `join` returns passed on instead of unwrapped?")
        })
    })
}
