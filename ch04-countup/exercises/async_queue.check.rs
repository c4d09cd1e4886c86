//! Checks `async_queue.rs`, the file beside this one, which is yours to edit.
//!
//! A waiting consumer depends on others to wake it. Checked: `get`, `put` and `close`, each
//! by hand; that producer and consumer read as they did with threads; that one item wakes
//! one consumer; and that no wakeup is lost when one leaves.

#[cfg_attr(feature = "solutions", path = "../solutions/async_queue.rs")]
mod async_queue;

use std::cell::RefCell;
use std::error::Error;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};
use std::thread;
use std::time::Duration;

use async_queue::{Closed, Get, Queue};
use ch01_loops::workshop::check::within;
use ch04_countup::answers::async_await::{Runtime, yield_now};
use ch04_countup::answers::async_sleep::{Clock, EventLoop};
use ch04_countup::workshop::check::polled::{Wakes, with_nothing_borrowed};

const SECOND: Duration = Duration::from_millis(5);

#[test]
fn check_01_a_get_from_an_empty_queue_leaves_its_waker() {
    check(|| {
        let queue = Queue::<u32>::new();
        let mut get = pin!(queue.get());
        let (first, last) = (Wakes::new(), Wakes::new());
        for wakes in [&first, &last] {
            let poll = wakes.poll(get.as_mut());
            assert_eq!(poll, Poll::Pending, "there is nothing to get");
        }
        let kept = [&first, &last].map(|wakes| Arc::strong_count(wakes) - 1);
        let hint = "wakers on the list, of the first poll and of the last: does each poll replace \
            the waker of the one before?";
        assert_eq!(kept, [0, 1], "{hint}");
    });
}

#[test]
fn check_02_an_item_wakes_the_consumer() {
    check(|| {
        let queue = Queue::new();
        let mut consumer = Consumer::waiting(&queue);
        assert_eq!(queue.put(7), Ok(()), "it is open");
        assert_eq!(consumer.wakes(), 1, "wakes, after one item");
        assert_eq!(consumer.poll(), Poll::Ready(Ok(7)), "the item");
        for item in [8, 9] {
            assert_eq!(queue.put(item), Ok(()), "it is open, though there is no consumer");
        }
        let got = [(); 2].map(|()| Consumer::new(&queue).poll());
        assert_eq!(got, [8, 9].map(|item| Poll::Ready(Ok(item))), "first in, first out");
    });
}

#[test]
fn check_03_close_wakes_all_and_accepts_no_more() {
    check(|| {
        let queue = Queue::new();
        let mut consumers = [(); 3].map(|()| Consumer::waiting(&queue));
        queue.close();
        let wakes = consumers.each_ref().map(Consumer::wakes);
        assert_eq!(wakes, [1, 1, 1], "wakes: nothing else will come; are all woken, once?");
        for consumer in &mut consumers {
            let got = consumer.poll();
            assert_eq!(got, Poll::Ready(Err(Closed(()))), "it is closed, and empty");
        }
        assert_eq!(queue.put(7), Err(Closed(7)), "it is closed: is the item returned?");
        let error: Box<dyn Error> = Box::new(Closed(7));
        assert_eq!(error.to_string(), "the queue is closed");
    });
}

#[test]
fn check_04_what_was_put_before_the_close_is_delivered() {
    check(|| {
        let queue = Queue::new();
        let puts = [1, 2].map(|item| queue.put(item));
        assert_eq!(puts, [Ok(()); 2], "it is open");
        queue.close();
        let got = [(); 3].map(|()| Consumer::new(&queue).poll());
        assert_eq!(
            got,
            [Ok(1), Ok(2), Err(Closed(()))].map(Poll::Ready),
            "first the items, then `Closed`: what does `get` look at first? Does `close` leave \
             the items?"
        );
    });
}

/// Where a thread would wait, a task awaits.
#[test]
fn check_05_producer_and_consumer_read_like_threads() {
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
        assert_eq!(*arrived.borrow(), [0, 1, 2, 3], "each arrives once, in order");
    });
}

#[test]
fn check_06_two_consumers_share() {
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
        let hint = "in turns: is the consumer woken that has waited longest?";
        assert_eq!(*arrived.borrow(), [[0, 2, 4], [1, 3, 5]], "{hint}");
    });
}

#[test]
fn check_07_one_item_wakes_one_consumer() {
    check(|| {
        let queue = Queue::new();
        let mut consumers = [(); 4].map(|()| Consumer::waiting(&queue));
        let wakes = |consumers: &[Consumer; 4]| consumers.each_ref().map(Consumer::wakes);
        assert_eq!(queue.put(7), Ok(()), "it is open");
        assert_eq!(queue.put(8), Ok(()), "it is open");
        let hint = "wakes, after two items: one for each of the two that have waited longest";
        assert_eq!(wakes(&consumers), [1, 1, 0, 0], "{hint}");
        let [first, ..] = &mut consumers;
        assert_eq!(first.poll(), Poll::Ready(Ok(7)), "its item");
        first.get = Box::pin(queue.get());
        let hint = "wakes: the first has taken its item, and its `get` was dropped. The item left \
            is for the second: why wake the third?";
        assert_eq!(wakes(&consumers)[1..], [1, 0, 0], "{hint}");
    });
}

#[test]
fn check_08_a_wait_begins_at_its_first_poll() {
    check(|| {
        let queue = Queue::new();
        let mut early = Consumer::new(&queue);
        let first = Consumer::waiting(&queue);
        assert_eq!(early.poll(), Poll::Pending, "made first, but last to wait");
        assert_eq!(queue.put(7), Ok(()), "it is open");
        let hint = "wakes, of the first to wait and of the first made: is the ticket drawn \
            when the wait begins?";
        assert_eq!([first.wakes(), early.wakes()], [1, 0], "{hint}");
    });
}

/// A task that awaits two things is polled when either is ready. So another consumer can
/// be quicker than the woken one.
#[test]
fn check_09_a_consumer_that_is_too_late_keeps_its_place() {
    check(|| {
        let queue = Queue::new();
        let [mut woken, mut quick, mut last] = [(); 3].map(|()| Consumer::waiting(&queue));
        assert_eq!(queue.put(7), Ok(()), "it is open");
        assert_eq!(quick.poll(), Poll::Ready(Ok(7)), "it is there");
        assert_eq!(last.poll(), Poll::Pending, "it is gone, and it has a new waker");
        assert_eq!(woken.poll(), Poll::Pending, "and now it is gone");
        assert_eq!(queue.put(8), Ok(()), "it is open");
        let hint = "wakes, of the one that was first and found nothing, and of the last: does it \
            keep its ticket?";
        assert_eq!([woken.wakes(), last.wakes()], [2, 0], "{hint}");
        assert_eq!(queue.put(9), Ok(()), "it is open");
        assert_eq!(last.wakes(), 1, "wakes of the last: has `quick` left the list?");
        let got = [woken.poll(), last.poll()];
        assert_eq!(got, [8, 9].map(|item| Poll::Ready(Ok(item))), "one item each");
    });
}

/// A future can be dropped at any `.await`: by a timeout, or with a task that is aborted.
#[test]
fn check_10_a_consumer_that_leaves_loses_no_item() {
    check(|| {
        let queue = Queue::new();
        let [woken, mut next] = [(); 2].map(|()| Consumer::waiting(&queue));
        assert_eq!(queue.put(7), Ok(()), "it is open");
        assert_eq!([woken.wakes(), next.wakes()], [1, 0], "wakes after one item");
        drop(woken);
        let hint = "wakes: an item is there, but the consumer that was woken for it has left. Does \
            its drop wake the next?";
        assert_eq!(next.wakes(), 1, "{hint}");
        assert_eq!(next.poll(), Poll::Ready(Ok(7)), "it is still there");

        let [woken, mut quick, next] = [(); 3].map(|()| Consumer::waiting(&queue));
        assert_eq!(queue.put(6), Ok(()), "it is open");
        assert_eq!(quick.poll(), Poll::Ready(Ok(6)), "it is there");
        drop(woken);
        let hint = "wakes: one consumer was woken, another took the item, and the first left. Why \
            wake the third, for an item that is gone?";
        assert_eq!(next.wakes(), 0, "{hint}");
        drop(next);

        let [mut woken, gone, next] = [(); 3].map(|()| Consumer::waiting(&queue));
        assert_eq!(queue.put(8), Ok(()), "it is open");
        drop(gone);
        let hint = "wakes: the item is for the first, and the second has left. Why wake the third?";
        assert_eq!(next.wakes(), 0, "{hint}");
        assert_eq!(woken.poll(), Poll::Ready(Ok(8)), "its item");
        drop((woken, next));

        let [gone, next] = [(); 2].map(|()| Consumer::waiting(&queue));
        drop(gone);
        let hint = "wakes: nothing was put. Does a consumer that was not woken wake another?";
        assert_eq!(next.wakes(), 0, "{hint}");
        assert_eq!(queue.put(9), Ok(()), "it is open");
        let hint = "wakes: one consumer waits, and one has left. Is the one that left still on \
            the list?";
        assert_eq!(next.wakes(), 1, "{hint}");
    });
}

/// A waker may run any code, when it is called or dropped: here it uses the queue.
#[test]
fn check_11_wakers_are_called_and_dropped_with_nothing_borrowed() {
    thread_local!(static QUEUE: &'static Queue<u32> = Box::leak(Box::new(Queue::new())));

    struct Uses;

    impl Wake for Uses {
        fn wake(self: Arc<Self>) {
            drop(self);
        }
    }

    impl Drop for Uses {
        fn drop(&mut self) {
            if !thread::panicking() {
                let _ = QUEUE.with(|queue| Consumer::new(queue).poll());
            }
        }
    }

    fn poll(get: &mut Pin<Box<Get<'static, u32>>>) {
        let waker = Waker::from(Arc::new(Uses));
        let _ = get.as_mut().poll(&mut Context::from_waker(&waker));
    }

    check(|| {
        let uses_the_queue = |queue: &&'static Queue<u32>| {
            // Replaced, removed and called: each time a waker is dropped.
            let [mut twice, mut woken, mut at_the_close] = [(); 3].map(|()| Box::pin(queue.get()));
            poll(&mut twice);
            poll(&mut twice);
            drop(twice);
            poll(&mut woken);
            assert_eq!(queue.put(7), Ok(()), "it is open");
            poll(&mut at_the_close);
            queue.close();
        };
        with_nothing_borrowed(|| QUEUE.with(uses_the_queue));
    });
}

#[test]
fn check_12_a_hundred_thousand_items_are_quick() {
    many(|| {
        let queue = Queue::new();
        let sum = RefCell::new(0);
        let mut runtime = Runtime::new();
        for _ in 0..100_000 {
            runtime.spawn(async { *sum.borrow_mut() += queue.get().await.expect("an item") });
        }
        runtime.spawn(async {
            for _ in 0..100_000 {
                queue.put(1).expect("the queue is open");
            }
        });
        runtime.run();
        assert_eq!(*sum.borrow(), 100_000, "the sum of what arrived");
    });
}

/// A consumer polled by hand, with a waker that only counts.
struct Consumer<'a> {
    get: Pin<Box<Get<'a, u32>>>,
    wakes: Arc<Wakes>,
}

impl<'a> Consumer<'a> {
    fn new(queue: &'a Queue<u32>) -> Self {
        Self { get: Box::pin(queue.get()), wakes: Wakes::new() }
    }

    /// One that waits for `queue`, which is open and empty.
    fn waiting(queue: &'a Queue<u32>) -> Self {
        let mut consumer = Self::new(queue);
        assert_eq!(consumer.poll(), Poll::Pending, "there is nothing to get");
        assert_eq!(consumer.wakes(), 0, "wakes, when nothing has happened");
        consumer
    }

    fn poll(&mut self) -> Poll<Result<u32, Closed>> {
        self.wakes.poll(self.get.as_mut())
    }

    fn wakes(&self) -> u32 {
        self.wakes.count()
    }
}

const HINT: &str = "a task waits forever: does `put` wake one, does `close` wake all, and does a \
        pending `get` leave its waker?";

/// Runs a check, or fails with a hint when a task in it waits forever.
#[track_caller]
fn check(job: fn()) {
    within(Duration::from_secs(1), HINT, job);
}

/// As [`check`], with more time.
#[track_caller]
fn many(job: fn()) {
    within(Duration::from_secs(3), HINT, job);
}
