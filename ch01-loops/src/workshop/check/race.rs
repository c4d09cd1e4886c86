//! Looks for races.

use std::hint;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use super::ends;

/// Lets each of `jobs`, on a thread of its own, use the same thing at the same moment: in 20,000
/// rounds, or as many as fit into two seconds, a `new` thing in each. The threads spin between
/// the rounds, so that all begin within nanoseconds; now one is a little later, now another.
///
/// Asks `question`, at the caller's line, if a round does not end.
#[track_caller]
pub fn race<T: Sync + 'static, const N: usize>(question: &str, new: fn() -> T, jobs: [fn(&T); N]) {
    static ALONE: Mutex<()> = Mutex::new(()); // two races would share the processors
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    let start = Instant::now();
    for _ in 0..200 {
        if start.elapsed() < Duration::from_secs(2) {
            ends(question, move || rounds((0..100).map(|_| new()).collect(), jobs));
        }
    }
}

fn rounds<T: Sync, const N: usize>(things: Vec<T>, jobs: [fn(&T); N]) {
    let (things, ready) = (&things, &AtomicUsize::new(0));
    let compete = |number: usize, job: fn(&T)| {
        for (round, thing) in (1..).zip(things) {
            ready.fetch_add(1, SeqCst);
            spin_until(|| ready.load(SeqCst) >= N * round);
            (0..round * number * 7 % 97).for_each(|_| hint::black_box(()));
            job(thing);
        }
    };
    thread::scope(|scope| {
        let mut numbers = 1..;
        let threads = jobs.map(|job| {
            let number = numbers.next();
            scope.spawn(move || {
                let result = catch_unwind(AssertUnwindSafe(|| compete(number.unwrap_or(0), job)));
                ready.store(usize::MAX / 2, SeqCst); // the others need not wait for it
                result
            })
        });
        for result in threads.map(|thread| thread.join().and_then(|result| result)) {
            result.unwrap_or_else(|payload| resume_unwind(payload));
        }
    });
}

/// Waits without sleeping, but lets another thread have the processor now and then; sleeps if
/// it takes long.
pub fn spin_until(mut condition: impl FnMut() -> bool) {
    for spins in 1_u32.. {
        match spins {
            _ if condition() => return,
            100_000.. => thread::sleep(Duration::from_millis(1)),
            _ if spins % 1_000 == 0 => thread::yield_now(),
            _ => hint::spin_loop(),
        }
    }
}
