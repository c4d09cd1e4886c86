//! Checks `async_queue.rs`. Edit that file, not this one.
//!
//! - `get` is ready with an item, or with `Closed`; until then it is on the list.
//! - `put` wakes the consumer that has waited longest, `close` wakes all.
//! - A consumer that comes too late keeps its place. One that leaves passes on its wake-up, if
//!   there is an item.
//! - Wakers are called when the change is made, and the borrow is over.

use std::cell::Cell;
use std::mem::ManuallyDrop;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use async_queue::{Closed, Get, Queue};
use ch01_loops::workshop::check::ends;
use ch04_countup::workshop::check::polled::{Wakes, waker_that_runs, with_nothing_borrowed};

#[test]
fn check_01_a_pending_get_keeps_its_latest_waker() {
    ends(HANGS, || {
        let (queue, first, latest) = (Queue::<u32>::new(), Wakes::new(), Wakes::new());
        let mut get = Box::pin(queue.get());
        assert!(first.poll(get.as_mut()).is_pending(), "there is nothing to get");
        assert!(latest.poll(get.as_mut()).is_pending(), "there is nothing to get");
        let kept = [&first, &latest].map(|wakes| Arc::strong_count(wakes) - 1);
        assert_eq!(kept, [0, 1], "wakers on the list: do you leave your old place first?");
    });
}

#[test]
fn check_02_items_come_out_in_order() {
    ends(HANGS, || {
        let queue = Queue::new();
        let mut consumer = Consumer::waiting(&queue);
        put(&queue, [7, 8]);
        assert_eq!(consumer.wakes(), 1, "wake-ups of the only consumer, after two items");
        let got = [consumer.poll(), Consumer::new(&queue).poll()];
        assert_eq!(got, [7, 8].map(|item| Poll::Ready(Ok(item))), "first in, first out");
    });
}

#[test]
fn check_03_close_wakes_all_and_accepts_no_more() {
    ends(HANGS, || {
        let queue = Queue::new();
        let mut consumers = [(); 3].map(|()| Consumer::waiting(&queue));
        with_nothing_borrowed(|| queue.close());
        let again = catch_unwind(AssertUnwindSafe(|| queue.close()));
        assert!(again.is_ok(), "it panicked: may one close twice?");
        let wakes = consumers.each_ref().map(Consumer::wakes);
        assert_eq!(wakes, [1, 1, 1], "wake-ups: nothing else will come. Do you wake all?");
        let got = consumers.each_mut().map(Consumer::poll);
        assert_eq!(got, [Poll::Ready(Err(Closed(()))); 3], "does `get` look at `closed`?");
        assert_eq!(queue.put(7), Err(Closed(7)), "do you refuse the item, and return it?");
    });
}

#[test]
fn check_04_what_was_put_before_the_close_is_delivered() {
    ends(HANGS, || {
        let queue = Queue::new();
        let [woken, waits] = [(); 2].map(|()| Consumer::waiting(&queue));
        put(&queue, [7]);
        queue.close();
        let question = "wake-ups of a second consumer: does `close` wake also if an item is left?";
        assert_eq!((woken.wakes(), waits.wakes()), (1, 1), "{question}");
        let got = [woken, waits].map(|mut consumer| consumer.poll());
        let question = "first the item, then `Closed`: what does `get` look at first?";
        assert_eq!(got, [Ok(7), Err(Closed(()))].map(Poll::Ready), "{question}");
    });
}

#[test]
fn check_05_one_item_wakes_one_consumer() {
    ends(HANGS, || {
        let queue = Queue::new();
        let mut consumers = [(); 4].map(|()| Consumer::waiting(&queue));
        put(&queue, [7, 8]);
        let wakes = consumers.each_ref().map(Consumer::wakes);
        assert_eq!(wakes, [1, 1, 0, 0], "wake-ups, after two items: does each wake the first?");
        assert_eq!(consumers[0].poll(), Poll::Ready(Ok(7)), "its item");
        consumers[0].get = Box::pin(queue.get());
        let question = "wake-ups of the third: the first has got its item, and its `get` was dropped. \
            The other item is for the second: do you give up the ticket with the item?";
        assert_eq!(consumers[2].wakes(), 0, "{question}");
    });
}

/// A task that awaits two things is polled when either is ready.
#[test]
fn check_06_a_consumer_that_is_too_late_keeps_its_place() {
    ends(HANGS, || {
        let queue = Queue::new();
        let [mut woken, mut quick] = [(); 2].map(|()| Consumer::waiting(&queue));
        put(&queue, [7]);
        assert_eq!(quick.poll(), Poll::Ready(Ok(7)), "it is there, though `woken` was woken");
        let last = Consumer::waiting(&queue);
        assert_eq!(woken.poll(), Poll::Pending, "now it is gone");
        put(&queue, [8]);
        let question = "wake-ups of the first, which found nothing, and of the last: does each \
            keep its ticket?";
        assert_eq!([woken.wakes(), last.wakes()], [2, 0], "{question}");
        put(&queue, [9]);
        assert_eq!(quick.wakes(), 0, "wake-ups: `quick` has its item. Is it off the list?");
        assert_eq!(last.wakes(), 1, "wake-ups of the last: do you draw no ticket twice?");
    });
}

#[test]
fn check_07_a_consumer_that_leaves_passes_on_its_wake_up() {
    ends(HANGS, || {
        let queue = Queue::new();
        let [woken, second, third] = [(); 3].map(|()| Consumer::waiting(&queue));
        put(&queue, [7]);
        drop(woken);
        let question = "wake-ups of the other two: an item is there, and the consumer that was woken \
            for it has left. Does its `drop` wake the next?";
        assert_eq!([second.wakes(), third.wakes()], [1, 0], "{question}");
    });
}

#[test]
fn check_08_one_that_leaves_wakes_nobody_for_nothing() {
    ends(HANGS, || {
        let queue = Queue::new();
        let [woken, mut quick, next] = [(); 3].map(|()| Consumer::waiting(&queue));
        put(&queue, [6]);
        assert_eq!(quick.poll(), Poll::Ready(Ok(6)), "it is there");
        drop(woken);
        assert_eq!(next.wakes(), 0, "wake-ups: is an item there, when the woken one leaves?");
        drop(next);
        let [_woken, waits, next] = [(); 3].map(|()| Consumer::waiting(&queue));
        put(&queue, [8]);
        drop(waits);
        let question = "wake-ups: the item is for the first, and the second left. Was it woken?";
        assert_eq!(next.wakes(), 0, "{question}");
    });
}

#[test]
fn check_09_one_that_leaves_is_off_the_list() {
    ends(HANGS, || {
        let queue = Queue::new();
        let [stays, leaves] = [(); 2].map(|()| Consumer::waiting(&queue));
        drop(leaves.get);
        let wakers = [stays.wakes, leaves.wakes].map(|wakes| Arc::strong_count(&wakes) - 1);
        assert_eq!(wakers, [1, 0], "wakers on the list: does one that leaves take out its own?");
    });
}

#[test]
fn check_10_wakers_see_the_change_and_nothing_borrowed() {
    ends(HANGS, || {
        with_nothing_borrowed(|| {
            drop(polled_twice());
            let _waits = polled_twice();
            QUEUE.with(|queue| put(queue, [7]));
            let question = "a waker looked at once: do you put the item before you wake anyone?";
            assert_eq!(FOUND.take(), Some(Poll::Ready(Ok(7))), "{question}");
            let _waits = polled_twice();
            QUEUE.with(|queue| queue.close());
            let question = "a waker looked at once: do you set `closed` before you wake anyone?";
            assert_eq!(FOUND.take(), Some(Poll::Ready(Err(Closed(())))), "{question}");
        });
    });
}

// Helpers.

#[cfg_attr(feature = "solutions", path = "../solutions/async_queue.rs")]
mod async_queue;

const HANGS: &str = "does each function return, and leave the waiting to the list?";

#[track_caller]
fn put<const N: usize>(queue: &Queue<u32>, items: [u32; N]) {
    for item in items {
        let mut result = Err(Closed(item));
        with_nothing_borrowed(|| result = queue.put(item));
        assert_eq!(result, Ok(()), "the queue is open: do you accept the item?");
    }
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
    #[track_caller]
    fn waiting(queue: &'a Queue<u32>) -> Self {
        let mut consumer = Self::new(queue);
        assert_eq!(consumer.poll(), Poll::Pending, "there is nothing to get");
        assert_eq!(consumer.wakes(), 0, "wake-ups: nothing has happened. Who wakes it?");
        consumer
    }

    fn poll(&mut self) -> Poll<Result<u32, Closed>> {
        self.wakes.poll(self.get.as_mut())
    }

    fn wakes(&self) -> u32 {
        self.wakes.count()
    }
}

thread_local!(static QUEUE: &'static Queue<u32> = Box::leak(Box::new(Queue::new())));
thread_local!(static FOUND: Cell<Option<Poll<Result<u32, Closed>>>> = const { Cell::new(None) });

/// A pending `get` that has replaced one waker with another. When they are called or dropped, they
/// look into the queue at once.
fn polled_twice() -> Pin<Box<Get<'static, u32>>> {
    let look = || {
        // If its poll panics it must not be dropped, as that may borrow and panic again.
        let mut consumer = ManuallyDrop::new(QUEUE.with(|queue| Consumer::new(queue)));
        FOUND.set(Some(consumer.poll()));
        drop(ManuallyDrop::into_inner(consumer));
    };
    let mut get = Box::pin(QUEUE.with(|queue| queue.get()));
    for waker in [(); 2].map(|()| waker_that_runs(look)) {
        let _ = get.as_mut().poll(&mut Context::from_waker(&waker));
    }
    get
}
