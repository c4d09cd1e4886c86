//! Checks `predict.rs`, the file beside this one, which is yours to edit.
//!
//! If you can say what a queue does next, you can read every program here. Each check
//! is a small program that records what it does, then compares your prediction with
//! its record. The answers are not in this file.

#[cfg_attr(feature = "solutions", path = "../solutions/predict.rs")]
mod predict;

use std::cell::RefCell;
use std::fmt::Debug;

use ch03_scheduler::Scheduler;

#[test]
fn check_01_first_in_first_out() {
    let notes = RefCell::new(Vec::new());
    let note = |text| notes.borrow_mut().push(text);

    let mut sched = Scheduler::new();
    sched.call_soon(|sched| {
        note("a1");
        sched.call_soon(|_| note("a2"));
    });
    sched.call_soon(|sched| {
        note("b1");
        sched.call_soon(|_| note("b2"));
    });
    sched.run();

    let rule =
        "`call_soon` adds at the back, `run` takes from the front: what is at the front now?";
    compare(predict::FIRST_IN_FIRST_OUT, &notes.borrow(), rule);
}

/// The same program, on a scheduler whose `run` takes from the other end.
#[test]
fn check_02_last_in_first_out() {
    use last_in::Scheduler;

    let notes = RefCell::new(Vec::new());
    let note = |text| notes.borrow_mut().push(text);

    let mut sched = Scheduler::default();
    sched.call_soon(|sched| {
        note("a1");
        sched.call_soon(|_| note("a2"));
    });
    sched.call_soon(|sched| {
        note("b1");
        sched.call_soon(|_| note("b2"));
    });
    sched.run();

    let rule = "`call_soon` adds at the back, and this `run` takes from the back: of those still there, which was added last?";
    compare(predict::LAST_IN_FIRST_OUT, &notes.borrow(), rule);
}

#[test]
fn check_03_each_queues_two() {
    /// Notes `n` and queues its two halves, the smaller one first.
    fn halve<'a>(sched: &mut Scheduler<'a>, notes: &'a RefCell<Vec<u64>>, n: u64) {
        notes.borrow_mut().push(n);
        if n > 1 {
            sched.call_soon(move |sched| halve(sched, notes, n / 2));
            sched.call_soon(move |sched| halve(sched, notes, n - n / 2));
        }
    }
    let notes = RefCell::new(Vec::new());

    let mut sched = Scheduler::new();
    sched.call_soon(|sched| halve(sched, &notes, 5));
    sched.run();

    let rule = "what a callback queues waits behind all that are waiting: in your row of names, what is first now?";
    compare(predict::EACH_QUEUES_TWO, &notes.borrow(), rule);
}

#[test]
fn check_04_a_run_inside_a_callback() {
    let notes = RefCell::new(Vec::new());
    let note = |text| notes.borrow_mut().push(text);

    let mut sched = Scheduler::new();
    sched.call_soon(|sched| {
        note("a begins");
        sched.call_soon(|_| note("c"));
        sched.run();
        note("a ends");
    });
    sched.call_soon(|_| note("b"));
    sched.run();

    let rule = "an inner `run` is a call like any other, on the same queue: what is in it when the inner `run` begins, and when does it return?";
    compare(predict::A_RUN_INSIDE_A_CALLBACK, &notes.borrow(), rule);
}

/// Fails if the two differ, and shows where, but not how it goes on.
#[track_caller]
fn compare<T: PartialEq + Debug>(predicted: &[T], noted: &[T], rule: &str) {
    let pairs = predicted.iter().zip(noted);
    let right = pairs.take_while(|(ours, theirs)| ours == theirs).count();
    let first = match right {
        1 => "the first entry is right".to_owned(),
        _ => format!("the first {right} entries are right"),
    };
    let said = match predicted.get(right) {
        None if right == 0 => "nothing is predicted yet".to_owned(),
        None => format!("{first}, but it stops too early"),
        Some(entry) if right == 0 => format!("the first entry, {entry:?}, is wrong"),
        Some(entry) => format!("{first}, but the next, {entry:?}, is not"),
    };
    assert!(predicted == noted, "{said}. Think about: {rule}");
}

/// This chapter's scheduler with one word changed.
mod last_in {
    use std::collections::VecDeque;

    type Callback<'a> = Box<dyn FnOnce(&mut Scheduler<'a>) + 'a>;

    #[derive(Default)]
    pub struct Scheduler<'a> {
        ready: VecDeque<Callback<'a>>,
    }

    impl<'a> Scheduler<'a> {
        pub fn call_soon(&mut self, callback: impl FnOnce(&mut Scheduler<'a>) + 'a) {
            self.ready.push_back(Box::new(callback));
        }

        pub fn run(&mut self) {
            while let Some(callback) = self.ready.pop_back() {
                callback(self);
            }
        }
    }
}
