//! The scheduler as a queue, with callbacks that do nothing but leave a mark.

use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, catch_unwind};

use super::*;

#[test]
fn callbacks_run_in_the_order_of_their_queueing() {
    let marks = RefCell::new(Vec::new());
    let mark = |mark| marks.borrow_mut().push(mark);
    let mut sched = Scheduler::new();
    sched.call_soon(|sched| {
        mark("a");
        sched.call_soon(|sched| {
            mark("queued by a");
            sched.call_soon(|_| mark("queued by that"));
        });
        mark("still a");
    });
    sched.call_soon(|_| mark("b"));
    sched.call_soon(|_| mark("c"));
    assert!(marks.borrow().is_empty(), "call_soon only queues");
    sched.run();
    assert_eq!(*marks.borrow(), ["a", "still a", "b", "c", "queued by a", "queued by that"]);
}

/// It looks like recursion. Recursion this deep would overflow the stack; here
/// every turn finds the stack where the turn before it did, and the deque never
/// holds more than the one callback.
#[test]
fn ten_million_turns_need_no_more_stack_or_queue_than_one() {
    struct Turns {
        left: u64,
        stack: (usize, usize),
        capacity: usize,
    }
    fn turn<'a>(sched: &mut Scheduler<'a>, seen: &'a RefCell<Turns>) {
        let local = 0_u8;
        let here = &raw const local as usize;
        let mut turns = seen.borrow_mut();
        turns.stack = (turns.stack.0.min(here), turns.stack.1.max(here));
        turns.capacity = turns.capacity.max(sched.ready.capacity());
        turns.left -= 1;
        if turns.left > 0 {
            sched.call_soon(move |sched| turn(sched, seen));
        }
    }

    let seen = RefCell::new(Turns { left: 10_000_000, stack: (usize::MAX, 0), capacity: 0 });
    let mut sched = Scheduler::new();
    sched.call_soon(|sched| turn(sched, &seen));
    let capacity = sched.ready.capacity();
    sched.run();

    let turns = seen.borrow();
    assert_eq!(turns.left, 0);
    assert_eq!(turns.stack.0, turns.stack.1, "the stack does not grow");
    assert_eq!(turns.capacity, capacity, "the queue does not grow");
}

#[test]
fn after_a_panic_the_rest_is_still_queued() {
    let marks = RefCell::new(Vec::new());
    let mut sched = Scheduler::new();
    sched.call_soon(|_| marks.borrow_mut().push("before"));
    sched.call_soon(|_| panic!("a callback that fails"));
    sched.call_soon(|_| marks.borrow_mut().push("after"));

    let panicked = catch_unwind(AssertUnwindSafe(|| sched.run()));
    assert!(panicked.is_err(), "the panic comes out of run");
    assert_eq!(*marks.borrow(), ["before"]);
    sched.run();
    assert_eq!(*marks.borrow(), ["before", "after"]);
}

/// As the lesson says, the closure holds the number, and nothing else.
#[test]
fn a_waiting_step_is_as_large_as_its_number() {
    fn down(sched: &mut Scheduler<'_>, n: u64) {
        if n > 0 {
            sched.call_soon(move |sched| down(sched, n - 1));
        }
    }
    let n = 5_u64;
    let step = move |sched: &mut Scheduler<'_>| down(sched, n);
    assert_eq!(size_of_val(&step), 8);
}
