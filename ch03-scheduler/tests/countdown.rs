//! The countdown as a task on the deque.

use std::time::Duration;

use ch01_loops::Console;
use ch03_scheduler::{Scheduler, countdown};

#[test]
fn it_prints_and_waits_as_the_loop_does() {
    let second = Duration::from_millis(1);
    let (queued, looped) = (Console::in_memory(second), Console::in_memory(second));
    let mut sched = Scheduler::new();
    sched.call_soon(|sched| countdown(sched, &queued, 5));
    sched.run();
    ch01_loops::countdown(&looped, 5);
    let kinds = |console: &Console| {
        let events = console.events().into_iter();
        Vec::from_iter(events.map(|event| event.kind))
    };
    assert_eq!(kinds(&queued), kinds(&looped));
}

#[test]
fn one_call_is_one_step() {
    let console = Console::in_memory(Duration::ZERO);
    let mut sched = Scheduler::new();
    countdown(&mut sched, &console, u64::MAX);
    assert_eq!(console.printed(), [u64::MAX.to_string()]);
}

#[test]
fn zero_prints_nothing_and_queues_nothing() {
    let console = Console::in_memory(Duration::ZERO);
    let mut sched = Scheduler::new();
    countdown(&mut sched, &console, 0);
    sched.run();
    assert!(console.events().is_empty());
}
