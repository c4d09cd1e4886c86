//! Checks `predict.rs`. Edit that file, not this one.
//!
//! - Each of the four predictions is what that program of the page prints.

use ch01_loops::Console;
use ch03_scheduler::answers::first_in::Scheduler;

#[test]
fn check_01_first_in_first_out() {
    let console = console();
    let mut sched = Scheduler::new();
    queue_two(&mut sched, &console);
    sched.run();

    let question = "`call_soon` adds at the back, `run` takes from the front: what is there now?";
    compare(predict::FIRST_IN_FIRST_OUT, &console, question);
}

/// The same program with another `run`.
#[test]
fn check_02_last_in_first_out() {
    let console = console();
    let mut sched = Scheduler::new();
    queue_two(&mut sched, &console);
    while let Some(callback) = sched.ready.pop_back() {
        callback(&mut sched);
    }

    let question = "this `run` takes from the back: of those in the queue, which was added last?";
    compare(predict::LAST_IN_FIRST_OUT, &console, question);
}

#[test]
fn check_03_each_queues_two() {
    let console = console();
    let mut sched = Scheduler::new();
    sched.call_soon(|sched| halve(sched, &console, 5));
    sched.run();

    let question = "what a callback queues waits behind all that are waiting: in your row, which \
        number is first now?";
    compare(predict::EACH_QUEUES_TWO, &console, question);
}

#[test]
fn check_04_a_run_inside_a_callback() {
    let console = console();
    let mut sched = Scheduler::new();
    sched.call_soon(|sched| {
        console.print("a begins");
        sched.call_soon(|_| console.print("c"));
        sched.run();
        console.print("a ends");
    });
    sched.call_soon(|_| console.print("b"));
    sched.run();

    let question = "an inner `run` is a call like any other, on the same queue: what is in the \
        queue when it begins, and when does it return?";
    compare(predict::A_RUN_INSIDE_A_CALLBACK, &console, question);
}

// Helpers.

#[cfg_attr(feature = "solutions", path = "../solutions/predict.rs")]
mod predict;

fn queue_two<'a>(sched: &mut Scheduler<'a>, console: &'a Console) {
    sched.call_soon(|sched| {
        console.print("a1");
        sched.call_soon(|_| console.print("a2"));
    });
    sched.call_soon(|sched| {
        console.print("b1");
        sched.call_soon(|_| console.print("b2"));
    });
}

fn console() -> Console {
    Console::in_memory(std::time::Duration::ZERO)
}

/// Fails if the two differ, and says where, but not how it goes on.
#[track_caller]
fn compare<T: ToString>(predicted: &[T], console: &Console, question: &str) {
    let predicted: Vec<String> = predicted.iter().map(T::to_string).collect();
    let printed = console.printed();
    let right = predicted.iter().zip(&printed).take_while(|(ours, line)| ours == line).count();
    let verdict = match predicted.get(right) {
        None if right == 0 => "nothing is predicted yet".to_owned(),
        None => format!("the first {right} are right, and something is missing"),
        Some(entry) => format!("right so far: {right}; the next, {entry:?}, is wrong"),
    };
    assert!(predicted == printed, "{verdict}: {question}");
}

/// Prints `n` and queues its two halves, the smaller one first.
fn halve<'a>(sched: &mut Scheduler<'a>, console: &'a Console, n: u64) {
    console.print(n);
    if n > 1 {
        sched.call_soon(move |sched| halve(sched, console, n / 2));
        sched.call_soon(move |sched| halve(sched, console, n - n / 2));
    }
}
