//! Checks `keep_count.rs`, the file beside this one, which is yours to edit.
//!
//! Two tasks take turns, and each must know where it was when its turn comes
//! again. What is checked: one step a turn, the order of two tasks and of three,
//! and that each count keeps a position of its own.

#[path = "../../ch01-loops/tests/common/within.rs"]
mod within;

within::no_exit!("keep_count.rs");

#[cfg_attr(feature = "solutions", path = "../solutions/keep_count.rs")]
mod keep_count;

use std::time::Duration;

use ch01_loops::{Console, What};
use ch03_scheduler::{Scheduler, countdown};
use keep_count::count_up;
use within::within;

const SECOND: Duration = Duration::from_millis(10);

/// What the tasks that `queue` queues print in one run, in order.
fn printed(queue: for<'a> fn(&mut Scheduler<'a>, &'a Console)) -> String {
    let hint =
        "the run does not end: does each step test its position, and go on from the next one?";
    within(Duration::from_secs(2), hint, move || {
        let console = Console::in_memory(SECOND);
        let mut sched = Scheduler::new();
        queue(&mut sched, &console);
        sched.run();
        console.printed().join(" ")
    })
}

#[test]
fn it_takes_turns_with_a_countdown() {
    let printed = printed(|sched, console| {
        sched.call_soon(|sched| countdown(sched, console, 5));
        sched.call_soon(|sched| count_up(sched, console, 5));
    });
    assert_eq!(
        printed, "5 0 4 1 3 2 2 3 1 4",
        "one number a turn, then the other's turn: is the next step queued, or taken at once?"
    );
}

#[test]
fn three_tasks_take_turns() {
    let printed = printed(|sched, console| {
        sched.call_soon(|sched| count_up(sched, console, 2));
        sched.call_soon(|sched| countdown(sched, console, 9));
        sched.call_soon(|sched| count_up(sched, console, 3));
    });
    assert_eq!(
        printed, "0 9 0 1 8 1 7 2 6 5 4 3 2 1",
        "each has its turn until it is over, in the order in which they came"
    );
}

#[test]
fn each_count_has_a_position_of_its_own() {
    let printed = printed(|sched, console| {
        sched.call_soon(|sched| count_up(sched, console, 3));
        sched.call_soon(|sched| count_up(sched, console, 4));
    });
    let mut numbers: Vec<&str> = printed.split(' ').collect();
    numbers.sort_unstable();
    assert_eq!(
        numbers.join(" "),
        "0 0 1 1 2 2 3",
        "all the numbers of a count to 3 and of one to 4, sorted: do both start at zero? \
         do they share one position, as they would in a `static`?"
    );
}

#[test]
fn one_call_is_one_step() {
    let events = within(
        Duration::from_secs(2),
        "the first step does not end",
        || {
            let console = Console::in_memory(SECOND);
            count_up(&mut Scheduler::new(), &console, 3);
            console.events()
        },
    );
    let events: Vec<What> = events.into_iter().map(|event| event.what).collect();
    assert_eq!(
        events,
        [What::Print("0".to_owned()), What::Wait(SECOND)],
        "nobody has called `run`: only the first step is taken, which prints and then sleeps one second"
    );
}

#[test]
fn zero_is_a_count_too() {
    let printed = printed(|sched, console| sched.call_soon(|sched| count_up(sched, console, 0)));
    assert_eq!(
        printed, "",
        "nothing to print: what does a step test before it prints?"
    );
}
