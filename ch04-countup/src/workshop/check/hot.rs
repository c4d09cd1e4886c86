//! Looks for lost wake-ups.

use std::future::poll_fn;
use std::hint::black_box;
use std::pin::Pin;
use std::sync::atomic::{AtomicU32, Ordering::*};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Poll, Waker};
use std::thread;
use std::time::{Duration, Instant};

use ch01_loops::workshop::check::{ends, spin_until};

/// A future with news from another thread.
pub type News = Pin<Box<dyn Future<Output = ()>>>;

/// Lets `run` run a future that another thread wakes again and again, at every moment of a poll,
/// for a second and a half. That thread never sleeps: one that is started for each wake-up comes
/// too late. Asks `question`, at the caller's line, if a wake-up is lost.
///
/// A `store` is visible to other threads a little after what follows it in the program. So a
/// flag that is cleared with `store` may be cleared after the wake-up that set it, by a poll that
/// began before the news.
#[track_caller]
pub fn no_wake_is_lost(question: &str, run: fn(News)) {
    let start = Instant::now();
    while start.elapsed() < Duration::from_millis(1_500) {
        ends(question, move || run(Box::pin(news(10_000))));
    }
}

#[derive(Default)]
struct Shared {
    /// The latest news, three times: the more a thread has stored, the longer the next store
    /// takes.
    sent: [Line; 3],
    /// The news that the latest poll has seen.
    seen: [Line; 3],
    waker: Mutex<Option<Waker>>,
}

/// Alone in its line of the processor's cache.
#[derive(Default)]
#[repr(align(128))]
struct Line(AtomicU32);

/// Is woken for each of `count` pieces of news. After each it wakes itself up to three times, so
/// that the next piece comes while it is polled.
async fn news(count: u32) {
    let shared = Arc::new(Shared::default());
    let (mut kept, mut last, mut own_wakes): (Option<Waker>, _, _) = (None, 0, 0);
    poll_fn(|context| {
        // Nothing before this: a lock would order what a wrong answer leaves unordered.
        let mut news = shared.sent[2].0.load(Acquire);
        if !kept.as_ref().is_some_and(|kept| kept.will_wake(context.waker())) {
            let is_first = kept.replace(context.waker().clone()).is_none();
            *shared.waker.lock().unwrap_or_else(PoisonError::into_inner) = kept.clone();
            news = shared.sent[2].0.load(SeqCst);
            if is_first {
                let shared = Arc::clone(&shared);
                thread::spawn(move || send(count, &shared));
            }
        }
        if news != last {
            (last, own_wakes) = (news, 1 + news % 3);
        }
        if own_wakes > 0 {
            own_wakes -= 1;
            context.waker().wake_by_ref();
        }
        shared.sent.iter().for_each(|sent| _ = black_box(sent.0.load(Relaxed)));
        shared.seen.iter().for_each(|seen| seen.0.store(news, Release));
        if news == count { Poll::Ready(()) } else { Poll::Pending }
    })
    .await;
}

fn send(count: u32, Shared { sent, seen, waker }: &Shared) {
    let latest = || waker.lock().unwrap_or_else(PoisonError::into_inner).clone().expect("a waker");
    let mut waker = latest();
    for number in 1..=count {
        let kept = waker.clone();
        spin_until(|| seen[0].0.load(Acquire) + 1 >= number);
        for _ in 0..(number.wrapping_mul(2_654_435_761) >> 8) % 8 {
            // A clone takes the flag, beside its count, out of the other processor's cache.
            drop(black_box((number % 2 == 0).then(|| kept.clone())));
            seen.iter().for_each(|seen| _ = black_box(seen.0.load(Relaxed)));
        }
        sent.iter().for_each(|sent| sent.0.store(number, Release));
        waker.wake();
        waker = latest();
        if !waker.will_wake(&kept) {
            waker.wake_by_ref();
        }
    }
}
