//! Checks `no_gil.rs`, the file beside this one, which is yours to edit.
//!
//! What is checked: that every number is added once, whether or not the length
//! divides evenly; that the parts are fair, and are added up on different threads, at
//! the same time; and that a panic does not count as zero.

#[cfg_attr(feature = "solutions", path = "../solutions/no_gil.rs")]
mod no_gil;

use no_gil::sum_on_threads;

#[test]
fn check_01_one_thread_is_enough() {
    is_whole(10, 1);
}

#[test]
fn check_02_no_number_is_lost_where_it_does_not_divide() {
    for threads in 2..=9 {
        is_whole(10, threads);
        is_whole(13, threads);
    }
}

#[test]
fn check_03_there_may_be_more_threads_than_numbers() {
    is_whole(1, 2);
    is_whole(3, 8);
}

#[test]
fn check_04_no_numbers_make_zero() {
    is_whole(0, 1);
    is_whole(0, 4);
}

#[test]
fn check_05_no_part_is_longer_than_its_share() {
    for (length, threads) in [(12, 4), (100, 8), (101, 8), (3, 8)] {
        let (_, parts) = sum(length, threads);
        let longest = parts.iter().map(|(_, part)| part.len()).max();
        assert_eq!(
            longest,
            Some((length as usize).div_ceil(threads)),
            "length {length}, threads {threads}, the longest part: does the length of a part depend on both, and does each part have a thread?"
        );
    }
}

#[test]
fn check_06_each_part_has_its_own_thread() {
    for (length, threads) in [(10, 2), (12, 4), (3, 8)] {
        let (_, parts) = sum(length, threads);
        let working = parts.iter().filter(|(_, part)| !part.is_empty());
        let workers: HashSet<ThreadId> = working.clone().map(|(which, _)| *which).collect();
        assert_eq!(
            workers.len(),
            working.count(),
            "length {length}, threads {threads}, the threads that did work and the parts: is a thread started for each part?"
        );
    }
}

/// At a barrier for four, each part waits until the other three are there.
#[test]
fn check_07_all_work_at_the_same_time() {
    let hint = "four parts never run at once: are all threads started before the first is joined (an iterator is lazy, `collect` starts them), or does a lock keep them apart?";
    within(LIMIT, hint, || {
        let all = Barrier::new(4);
        sum_on_threads(&[1; 40], NonZeroUsize::new(4).unwrap(), |_| {
            all.wait();
            0
        })
    });
}

#[test]
fn check_08_a_panic_is_not_a_zero() {
    is_whole(4, 2);
    let panicked = within(LIMIT, "a part panics, and it does not end", || {
        let two = NonZeroUsize::new(2).unwrap();
        let fail = |_: &[u64]| resume_unwind(Box::new("a panic that is not printed"));
        catch_unwind(|| sum_on_threads(&[1; 4], two, fail)).is_err()
    });
    assert!(
        panicked,
        "a part was not added up, but a sum is returned: what becomes of the `Err` of `join`?"
    );
}

// What the checks are made of.

use std::collections::HashSet;
use std::num::NonZeroUsize;
use std::panic::{catch_unwind, resume_unwind};
use std::sync::{Barrier, Mutex};
use std::thread::{self, ThreadId};
use std::time::Duration;

use ch01_loops::workshop::check::within;

const LIMIT: Duration = Duration::from_secs(2);
const ENDLESS: &str = "it does not end: does it wait for anything but the threads that it started?";

/// The thread that added up a part, and the numbers in it.
type Part = (ThreadId, Vec<u64>);

/// Adds up the numbers from 1 to `length`, and watches the parts.
fn sum(length: u64, threads: usize) -> (u64, Vec<Part>) {
    within(LIMIT, ENDLESS, move || {
        let numbers: Vec<u64> = (1..=length).collect();
        let threads = NonZeroUsize::new(threads).unwrap();
        let parts = Mutex::new(Vec::new());
        let total = sum_on_threads(&numbers, threads, |part| {
            let which = thread::current().id();
            parts.lock().unwrap().push((which, part.to_vec()));
            part.iter().sum()
        });
        (total, parts.into_inner().unwrap())
    })
}

/// Every number is in one part, and the parts make the sum.
fn is_whole(length: u64, threads: usize) {
    let case = format!("length {length}, threads {threads}");
    let (total, parts) = match catch_unwind(|| sum(length, threads)) {
        Err(_) if length < threads as u64 => panic!(
            "{case}: it panics, as printed above. How long is a part here? `chunks` wants at least 1."
        ),
        ended => ended.unwrap_or_else(|panic| resume_unwind(panic)),
    };

    let mut added: Vec<u64> = parts.iter().flat_map(|(_, part)| part.clone()).collect();
    added.sort_unstable();
    assert_eq!(
        added,
        (1..=length).collect::<Vec<_>>(),
        "{case}: each number belongs to one part. Is one left out where the length does not divide, or is one in two parts?"
    );
    assert_eq!(
        total,
        length * (length + 1) / 2,
        "{case}: is the result of every thread added to the total?"
    );
    assert!(
        parts.len() <= threads,
        "{case}: {} parts are too many. Is the length of a part rounded up, so that no number is left over?",
        parts.len()
    );
}
