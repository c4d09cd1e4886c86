//! Checks `no_gil.rs`. Edit that file, not this one.
//!
//! - Every number is in one part, whatever the length, and no part is longer than its share.
//! - All parts are added up at the same time.
//! - The sum is whole: no part is lost on the way, and a panic does not count as zero.

use std::num::NonZeroUsize;
use std::panic::catch_unwind;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::sync::{Barrier, Mutex};
use std::time::{Duration, Instant};

use ch01_loops::workshop::check::{ends, panic, spin_until};
use no_gil::sum_on_threads;

#[test]
fn check_01_one_part_is_the_sum() {
    let (total, parts) = sum(4, 1);
    assert_eq!(parts, [[1, 2, 3, 4]], "the parts on one thread: do you call `part_sum`?");
    assert_eq!(total, 10, "1 + 2 + 3 + 4: do you add the result of each thread to the total?");
}

#[test]
fn check_02_no_number_is_lost_where_it_does_not_divide() {
    for threads in 2..=9 {
        is_whole(10, threads);
        is_whole(13, threads);
    }
}

#[test]
fn check_03_there_may_be_fewer_numbers_than_threads_or_none() {
    for (length, threads) in [(1, 2), (3, 8), (0, 1), (0, 4)] {
        let question = "How long is a part? `chunks` wants at least 1";
        let whole = catch_unwind(|| is_whole(length, threads));
        assert!(whole.is_ok(), "{length} numbers on {threads} threads: it fails. {question}");
    }
}

#[test]
fn check_04_no_part_is_longer_than_its_share() {
    for (length, threads, share) in [(12, 4, 3), (11, 4, 3), (100, 16, 7), (3, 8, 1)] {
        let (_, parts) = sum(length, threads);
        let case = format!("{length} numbers on {threads} threads");
        let question = "do you round the length of a part up, so that no number is left over?";
        assert!(parts.len() <= threads, "{case}, but {} parts: {question}", parts.len());
        let longest = parts.iter().map(Vec::len).max();
        assert_eq!(longest, Some(share), "{case}, the longest part: do you share out evenly?");
    }
}

/// At a barrier for forty, each part waits until all others are there.
#[test]
fn check_05_all_work_at_the_same_time() {
    let question = "forty parts never run at once: do you start all threads before you join the first (an iterator is lazy, `collect` starts them), or does a lock keep them apart?";
    ends(question, || {
        let all = Barrier::new(40);
        sum_on_threads(&[1; 40], on(40), |_| u64::from(all.wait().is_leader()))
    });
}

#[test]
fn check_06_a_panic_is_not_a_zero() {
    is_whole(4, 2);
    let part_sum = |part: &[u64]| if part.contains(&3) { panic() } else { part.len() as u64 };
    let sum = move || catch_unwind(|| sum_on_threads(&[1, 2, 3, 4], on(2), part_sum));
    let result = ends("a part has panicked: what do you wait for?", sum);
    let question = "what becomes of the `Err` of `join`?";
    assert!(result.is_err(), "a part panicked, but a sum is returned: {question}");
}

/// Two parts are done in the same instant, as often as fits into half a second.
#[test]
fn check_07_no_part_is_lost_on_the_way() {
    ends("does it wait for anything but its threads?", || {
        let start = Instant::now();
        while start.elapsed() < Duration::from_millis(500) {
            let done = AtomicUsize::new(0);
            let total = sum_on_threads(&[1, 2], on(2), |part| {
                done.fetch_add(1, SeqCst);
                spin_until(|| done.load(SeqCst) == 2 || start.elapsed().as_secs() > 0);
                part[0]
            });
            let question = "what happens if another thread comes between your load and your store?";
            assert_eq!(total, 3, "1 and 2, done in the same instant: {question}");
        }
    });
}

// Helpers.

#[cfg_attr(feature = "solutions", path = "../solutions/no_gil.rs")]
mod no_gil;

fn on(threads: usize) -> NonZeroUsize {
    NonZeroUsize::new(threads).expect("one or more")
}

/// The sum of the numbers from 1 to `length`, and the parts, in order.
#[track_caller]
fn sum(length: u64, threads: usize) -> (u64, Vec<Vec<u64>>) {
    ends("does it wait for anything but its threads?", move || {
        let parts = Mutex::new(Vec::new());
        let total = sum_on_threads(&Vec::from_iter(1..=length), on(threads), |part| {
            parts.lock().unwrap().push(part.to_vec());
            part.iter().sum()
        });
        let mut parts = parts.into_inner().unwrap();
        parts.sort();
        (total, parts)
    })
}

/// Checks that every number is in one part, and that the parts make the sum.
#[track_caller]
fn is_whole(length: u64, threads: usize) {
    let (total, parts) = sum(length, threads);
    let case = format!("{length} numbers on {threads} threads");
    let question = "do you leave one out where it does not divide, or is one in two parts?";
    assert_eq!(parts.concat(), Vec::from_iter(1..=length), "{case}: {question}");
    assert_eq!(total, (1..=length).sum(), "{case}: do you add the result of each thread?");
}
