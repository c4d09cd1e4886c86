//! Tasks on the deque: whose turn it is, and what each remembers.

use std::time::Duration;

use ch01_loops::Console;
use ch03_scheduler::{Scheduler, countdown};
use ch04_countup::countup;

#[test]
fn two_countups_do_not_share_their_position() {
    let console = Console::in_memory(Duration::ZERO);
    let mut sched = Scheduler::new();
    sched.call_soon(|sched| countup(sched, &console, 2));
    sched.call_soon(|sched| countup(sched, &console, 4));
    sched.run();
    assert_eq!(console.printed(), ["0", "0", "1", "1", "2", "3"]);
}

#[test]
fn three_tasks_take_turns_in_the_order_they_were_queued() {
    let console = Console::in_memory(Duration::ZERO);
    let mut sched = Scheduler::new();
    sched.call_soon(|sched| countdown(sched, &console, 9));
    sched.call_soon(|sched| countup(sched, &console, 2));
    sched.call_soon(|sched| countdown(sched, &console, 7));
    sched.run();
    assert_eq!(console.printed()[..8], ["9", "0", "7", "8", "1", "6", "7", "5"]);
}

#[test]
fn zero_prints_nothing_and_the_largest_stop_is_no_overflow() {
    let console = Console::in_memory(Duration::ZERO);
    let mut sched = Scheduler::new();
    sched.call_soon(|sched| countup(sched, &console, 0));
    sched.run();
    assert!(console.printed().is_empty());

    // One turn of a task that would otherwise never end.
    countup(&mut sched, &console, u64::MAX);
    assert_eq!(console.printed(), ["0"]);
}

/// The lesson's one word: what is queued last is called first.
#[test]
fn from_the_other_end_nothing_takes_turns() {
    let (down, up) = ((-1, 1), (1, 4)); // its step, and its last number
    let (mut ready, mut printed) = (vec![(down, 5), (up, 0)], Vec::new());
    while let Some(((step, last), x)) = ready.pop() {
        printed.push(x.to_string());
        ready.extend((x != last).then_some(((step, last), x + step)));
    }
    let lesson = include_str!("../README.md");
    let shown = format!("\n{}\n", printed.join(" "));
    assert!(lesson.contains(&shown), "the lesson does not show {shown}");
}
