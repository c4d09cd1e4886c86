//! Checks `one_panics.rs`. Edit that file, not this one.
//!
//! - `message` finds the text of a payload, of either type.
//! - `run_all` runs all jobs at once, on threads of their names.
//! - It has a result for each job, in order, whichever of them panic.

use std::panic::{AssertUnwindSafe, catch_unwind, panic_any, resume_unwind};
use std::sync::{Arc, Barrier};
use std::thread::{self, sleep};
use std::time::Duration;

use ch01_loops::workshop::check::ends;
use one_panics::{Job, message, run_all};

#[test]
fn check_01_a_payload_is_a_str_or_a_string() {
    let question = "`panic!` leaves a `&str`, with arguments a `String`: do you try both types?";
    assert_eq!(message(&"out of numbers"), "out of numbers", "{question}");
    assert_eq!(message(&String::from("7 numbers left")), "7 numbers left", "{question}");
}

#[test]
fn check_02_any_other_payload_has_no_message() {
    assert_eq!(message(&7), "no message", "what do you say of a payload that is no text?");
}

#[test]
fn check_03_the_results_are_in_the_order_of_the_jobs() {
    let results = run(vec![("slow", job(|| wait(60))), ("quick", job(|| wait(1)))]);
    assert_eq!(results, [Ok(60), Ok(1)], "do you join in the order of the jobs?");
}

#[test]
fn check_04_each_thread_has_its_name() {
    let name = || thread::current().name().unwrap_or("no name").to_owned();
    let names = run(["one", "two"].map(|thread| (thread, job(name))).into());
    let expected = ["one", "two"].map(|name| Ok(name.to_owned()));
    assert_eq!(names, expected, "the names of the threads: does `start` get the name of the job?");
}

/// At a barrier for forty, each job waits until all others are there.
#[test]
fn check_05_all_run_at_once() {
    let all = Arc::new(Barrier::new(40));
    let waiting = |_| {
        let all = Arc::clone(&all);
        ("one of forty", job(move || all.wait().is_leader()))
    };
    assert_eq!(run((0..40).map(waiting).collect()).len(), 40);
}

#[test]
fn check_06_the_others_carry_on() {
    let broken = || job(|| resume_unwind(Box::new(7)));
    let jobs = vec![("bad", broken()), ("good", job(|| wait(1))), ("bad", broken())];
    let well: Vec<_> = run(jobs).iter().map(Result::is_ok).collect();
    let question = "is there a result for each job, whatever became of the others?";
    assert_eq!(well, [false, true, false], "of three jobs the first and last panic: {question}");
}

#[test]
fn check_07_a_failure_is_the_message_of_its_panic() {
    let jobs = vec![
        ("text", job(|| panic!("out of numbers"))),
        ("formatted", job(|| panic!("{} numbers left", 7))),
        ("neither", job(|| panic_any(7))),
    ];
    let messages: Vec<String> = run::<()>(jobs).into_iter().filter_map(Result::err).collect();
    let question = "do you look at what is in the box, `&*boxed`, or at the box itself?";
    assert_eq!(messages, ["out of numbers", "7 numbers left", "no message"], "{question}");
}

// Helpers.

#[cfg_attr(feature = "solutions", path = "../solutions/one_panics.rs")]
mod one_panics;

fn job<T>(job: impl FnOnce() -> T + Send + 'static) -> Job<'static, T> {
    Box::new(job)
}

fn wait(millis: u64) -> u64 {
    sleep(Duration::from_millis(millis));
    millis
}

#[track_caller]
fn run<T: Send + 'static>(jobs: Vec<(&'static str, Job<'static, T>)>) -> Vec<Result<T, String>> {
    let run = || catch_unwind(AssertUnwindSafe(|| run_all(jobs)));
    let result = ends("do you start all threads before you join the first?", run);
    result.unwrap_or_else(|_| {
        panic!(
            "`run_all` panics: do you join every thread, and pass on what `join` returns \
             rather than unwrap it?"
        )
    })
}
