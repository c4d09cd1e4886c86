#![doc = include_str!("links.md")]
#![doc = include_str!("../README.md")]
//!
//! [← chapter 3](../ch03_scheduler/index.html)

extern crate self as ch04_countup;

#[doc(hidden)]
#[allow(missing_docs, clippy::must_use_candidate, clippy::missing_panics_doc)]
pub mod check;
pub mod exercises;
pub mod poller;

/// Our solutions, on which later exercises and the demonstrations build.
#[doc(hidden)]
#[allow(
    missing_docs,
    clippy::must_use_candidate,
    clippy::missing_panics_doc,
    clippy::new_without_default
)]
#[path = "../solutions"]
pub mod solutions {
    pub mod async_await;
    pub mod async_queue;
    pub mod async_sleep;
    pub mod block_on;
    pub mod call_later;
    pub mod close_queue;
    pub mod connections;
    pub mod generators;
    pub mod join_handle;
    pub mod keep_count;
    pub mod poll_by_hand;
    pub mod reactor;
    pub mod time_limit;
}

use ch01_loops::Console;
use ch03_scheduler::Scheduler;

/// Prints 0, 1, … up to `stop - 1`, one number a turn, and waits one second
/// after each. For zero it prints nothing.
///
/// The wait blocks the thread, and with it every other callback.
///
/// The notebook's second `countup`, after David Beazley's screencast of 2019, with
/// the helper that it suggests.
pub fn countup<'a>(sched: &mut Scheduler<'a>, console: &'a Console, stop: u64) {
    countup_from(sched, console, stop, 0);
}

/// One step of [`countup`]. The loop kept `x` in a local variable; here the step before
/// passes it on.
fn countup_from<'a>(sched: &mut Scheduler<'a>, console: &'a Console, stop: u64, x: u64) {
    if x < stop {
        console.print(x);
        console.sleep(1);
        sched.call_soon(move |sched| countup_from(sched, console, stop, x + 1));
    }
}
