//! [`turns`]: ../ch01_loops/index.html#a-loop-that-blocks
//! [Front page]: ../ch01_loops/front_page/index.html
//! [chapter 3]: ../ch03_scheduler/index.html
#![doc = include_str!("links.md")]
#![doc = include_str!("../README.md")]

pub mod exercises;
#[cfg(feature = "workshop")]
#[doc(hidden)]
pub mod given;
pub mod poller;
#[cfg(feature = "workshop")]
#[doc(hidden)]
pub mod workshop;

#[cfg(feature = "workshop")]
#[doc(hidden)]
pub use exercises::answers;
// Answers name this crate as checks do.
#[cfg(feature = "workshop")]
extern crate self as ch04_countup;

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
