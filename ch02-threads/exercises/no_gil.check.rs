//! Checks `no_gil.rs`, the file beside this one, which is yours to edit.
//!
//! Work that is shared out must be whole again at the end. What is checked: that
//! every number is added once, for lengths that the threads divide and for those
//! that they do not; that the parts are added up on different threads, at the
//! same time; and that there are no more parts than threads.

#[path = "../../ch01-loops/tests/common/within.rs"]
mod within;

within::no_exit!("no_gil.rs");

#[cfg_attr(feature = "solutions", path = "../solutions/no_gil.rs")]
mod no_gil;

use std::collections::HashSet;
use std::num::NonZeroUsize;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread::{self, ThreadId};
use std::time::Duration;

use no_gil::sum_on_threads;
use within::within;

const LIMIT: Duration = Duration::from_secs(2);
const ENDLESS: &str = "it does not end: is anything waited for but the threads that were started?";

/// Who added up a part, and which numbers were in it.
type Part = (ThreadId, Vec<u64>);

/// Adds up the numbers from 1 to `length`, and watches the parts.
fn sum(length: u64, threads: usize) -> (u64, Vec<Part>) {
    within(LIMIT, ENDLESS, move || {
        let numbers: Vec<u64> = (1..=length).collect();
        let threads = NonZeroUsize::new(threads).unwrap();
        let parts = Mutex::new(Vec::new());
        let total = sum_on_threads(&numbers, threads, |part| {
            let who = thread::current().id();
            parts.lock().unwrap().push((who, part.to_vec()));
            part.iter().sum()
        });
        (total, parts.into_inner().unwrap())
    })
}

/// Every number is in one part, and the parts make the sum.
fn is_whole(length: u64, threads: usize) {
    let (total, parts) = sum(length, threads);
    let case = format!("length {length}, threads {threads}");

    let mut added: Vec<u64> = parts.iter().flat_map(|(_, part)| part.clone()).collect();
    added.sort_unstable();
    assert_eq!(
        added,
        (1..=length).collect::<Vec<_>>(),
        "{case}: each number belongs to one part. Is one left out where it does not divide, or is one in two parts?"
    );
    assert_eq!(
        total,
        length * (length + 1) / 2,
        "{case}: is what every thread gives back added to the total?"
    );
    assert!(
        parts.len() <= threads,
        "{case}: {} parts are too many. Is the length of a part rounded up, so that nothing is left over?",
        parts.len()
    );
}

#[test]
fn one_thread_is_enough() {
    is_whole(10, 1);
}

#[test]
fn no_number_is_lost_where_it_does_not_divide() {
    for threads in 2..=9 {
        is_whole(10, threads);
        is_whole(13, threads);
    }
}

#[test]
fn there_may_be_more_threads_than_numbers() {
    is_whole(1, 2);
    is_whole(3, 8);
}

#[test]
fn no_numbers_make_zero() {
    is_whole(0, 1);
    is_whole(0, 4);
}

#[test]
fn the_work_is_shared_out() {
    for (length, threads, least) in [(10, 2, 2), (12, 4, 4), (3, 8, 2)] {
        let (_, parts) = sum(length, threads);
        let working = parts.iter().filter(|(_, part)| !part.is_empty());
        let workers: HashSet<ThreadId> = working.map(|(who, _)| *who).collect();
        assert!(
            workers.len() >= least,
            "length {length}, threads {threads}: {} did work. Is a thread started for each part?",
            workers.len()
        );
    }
}

#[test]
fn the_threads_work_at_the_same_time() {
    let most = within(LIMIT, ENDLESS, || {
        let four = NonZeroUsize::new(4).unwrap();
        let (under_way, most) = (AtomicUsize::new(0), AtomicUsize::new(0));
        sum_on_threads(&[1; 40], four, |_| {
            let now = under_way.fetch_add(1, Ordering::SeqCst) + 1;
            most.fetch_max(now, Ordering::SeqCst);
            thread::sleep(Duration::from_millis(50));
            under_way.fetch_sub(1, Ordering::SeqCst);
            0
        });
        most.into_inner()
    });
    assert!(
        most >= 2,
        "each part was over before the next began: are all threads started before the first is joined? (An iterator is lazy: `collect` starts them.)"
    );
}
