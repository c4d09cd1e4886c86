//! Checks `async_queue.rs`, the file beside this one, which is yours to edit.
//!
//! A consumer that waits in a queue depends on others to wake it. What is checked: the
//! order; that producer and consumer read as they did with threads; that nobody is left
//! behind when the queue is closed; and that no item is when a consumer gives up.

#[path = "../../ch01-loops/tests/common/within.rs"]
mod within;

within::no_exit!("async_queue.rs");

#[allow(dead_code)]
#[path = "../solutions/call_later.rs"]
mod call_later;

#[allow(dead_code)]
#[path = "../solutions/async_await.rs"]
mod async_await;

#[allow(dead_code)]
#[path = "../solutions/async_sleep.rs"]
mod async_sleep;

#[cfg_attr(feature = "solutions", path = "../solutions/async_queue.rs")]
mod async_queue;

use std::cell::RefCell;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, Wake, Waker};
use std::time::Duration;

use async_await::{Runtime, yield_now};
use async_queue::{Closed, Queue};
use async_sleep::{Clock, EventLoop};
use within::within;

const SECOND: Duration = Duration::from_millis(10);

/// Runs a check, or fails with a hint when a task in it waits for ever.
fn check(job: fn()) {
    let hint = "a task waits for ever: does `put` wake one, does `close` wake all, and does a \
        pending `get` leave its waker?";
    within(Duration::from_secs(2), hint, job);
}

/// The loops of chapter 2, with one word more: where a thread would sleep, they `await`.
#[test]
fn producer_and_consumer_read_like_threads() {
    async fn producer(clock: &Clock, queue: &Queue<u32>) {
        for item in 0..4 {
            queue.put(item).expect("the queue is open");
            clock.sleep(SECOND).await;
        }
        queue.close();
    }

    async fn consumer(queue: &Queue<u32>, arrived: &RefCell<Vec<u32>>) {
        while let Ok(item) = queue.get().await {
            arrived.borrow_mut().push(item);
        }
    }

    check(|| {
        let (clock, queue) = (Clock::new(), Queue::new());
        let arrived = RefCell::default();
        let mut events = EventLoop::new(&clock);
        events.spawn(consumer(&queue, &arrived));
        events.spawn(producer(&clock, &queue));
        events.run();
        assert_eq!(
            *arrived.borrow(),
            [0, 1, 2, 3],
            "each arrives once, in order"
        );
    });
}

#[test]
fn what_was_put_before_the_close_is_handed_out() {
    check(|| {
        let queue = Queue::new();
        let mut runtime = Runtime::new();
        runtime.spawn(async {
            let put = ["one", "two"].map(|item| queue.put(item));
            assert_eq!(put, [Ok(()); 2], "there is room without a consumer");
            queue.close();
            assert_eq!(queue.put("late"), Err(Closed), "it is closed");
            let got = [queue.get().await, queue.get().await, queue.get().await];
            let hint = "first what it has, then `Closed`: what does `get` look at first?";
            assert_eq!(got, [Ok("one"), Ok("two"), Err(Closed)], "{hint}");
        });
        runtime.run();
    });
}

#[test]
fn two_consumers_share() {
    check(|| {
        let queue = Queue::new();
        let arrived = RefCell::new([const { Vec::new() }; 2]);
        let mut runtime = Runtime::new();
        for consumer in 0..2 {
            let (queue, arrived) = (&queue, &arrived);
            runtime.spawn(async move {
                while let Ok(item) = queue.get().await {
                    arrived.borrow_mut()[consumer].push(item);
                }
            });
        }
        runtime.spawn(async {
            for item in 0..6 {
                queue.put(item).expect("the queue is open");
                yield_now().await;
            }
            queue.close();
        });
        runtime.run();
        let hint = "in turns: is it who waits longest that is woken?";
        assert_eq!(*arrived.borrow(), [[0, 2, 4], [1, 3, 5]], "{hint}");
    });
}

/// A consumer in slow motion: polled by hand, and its waker only leaves a mark.
struct Consumer<'a> {
    get: Pin<Box<dyn Future<Output = Result<u32, Closed>> + 'a>>,
    woken: Arc<Woken>,
}

#[derive(Default)]
struct Woken(AtomicBool);

impl Wake for Woken {
    fn wake(self: Arc<Self>) {
        self.0.store(true, Ordering::Relaxed);
    }
}

impl<'a> Consumer<'a> {
    /// One that waits at `queue`, which is open and empty.
    fn waiting(queue: &'a Queue<u32>) -> Self {
        let mut consumer = Self {
            get: Box::pin(queue.get()),
            woken: Arc::default(),
        };
        assert_eq!(consumer.poll(), Poll::Pending, "there is nothing to get");
        assert!(
            !consumer.is_woken(),
            "nothing has happened that it could be woken for"
        );
        consumer
    }

    fn poll(&mut self) -> Poll<Result<u32, Closed>> {
        self.woken = Arc::default();
        let waker = Waker::from(Arc::clone(&self.woken));
        self.get.as_mut().poll(&mut Context::from_waker(&waker))
    }

    fn is_woken(&self) -> bool {
        self.woken.0.load(Ordering::Relaxed)
    }
}

#[test]
fn the_close_wakes_all_who_wait() {
    check(|| {
        let queue = Queue::new();
        let mut consumers = [(); 3].map(|()| Consumer::waiting(&queue));
        queue.close();
        for consumer in &mut consumers {
            assert!(
                consumer.is_woken(),
                "nothing else will come: does `close` wake it too?"
            );
            let got = consumer.poll();
            assert_eq!(got, Poll::Ready(Err(Closed)), "closed, and nothing left");
        }
    });
}

/// Awaiting two things, a task may drop the one when the other is ready. So a consumer
/// can leave at any time, even after it was woken and before it has its item.
#[test]
fn who_gives_up_loses_no_item() {
    check(|| {
        let queue = Queue::new();
        let [woken, mut next] = [(); 2].map(|()| Consumer::waiting(&queue));
        queue.put(7).expect("the queue is open");
        assert!(woken.is_woken(), "two wait: does `put` wake the first?");
        drop(woken);
        let hint = "an item is there, and nobody comes for it: who tells the next?";
        assert!(next.is_woken(), "{hint}");
        assert_eq!(next.poll(), Poll::Ready(Ok(7)), "it is still there");

        let [gone, next] = [(); 2].map(|()| Consumer::waiting(&queue));
        drop(gone);
        let hint = "nothing was put: whom does a consumer wake that was not woken itself?";
        assert!(!next.is_woken(), "{hint}");
        queue.put(8).expect("the queue is open");
        assert!(next.is_woken(), "does `put` wake one that has left?");
    });
}

/// Awaiting two things, a task is polled when either is ready. So a consumer can be
/// quicker than the one that was woken.
#[test]
fn who_comes_too_late_waits_on() {
    check(|| {
        let queue = Queue::new();
        let [mut woken, mut quick, mut last] = [(); 3].map(|()| Consumer::waiting(&queue));
        queue.put(7).expect("the queue is open");
        assert_eq!(quick.poll(), Poll::Ready(Ok(7)), "it is there");
        assert_eq!(woken.poll(), Poll::Pending, "and now it is gone");
        assert_eq!(
            last.poll(),
            Poll::Pending,
            "it has another waker now, as with each poll"
        );
        for item in [8, 9] {
            queue.put(item).expect("the queue is open");
        }
        let hint = "two items, and two who wait: is the latest waker of each on the list, and is a \
            ticket taken off it as soon as its `get` is polled?";
        assert!(woken.is_woken() && last.is_woken(), "{hint}");
        let got = [woken.poll(), last.poll()];
        assert_eq!(got, [8, 9].map(|item| Poll::Ready(Ok(item))), "{hint}");
    });
}
