//! [Front page]: ../ch01_loops/front_page/index.html
//! [chapter 2]: ../ch02_threads/index.html
#![doc = include_str!("links.md")]
#![doc = include_str!("../README.md")]

pub use support::{Console, Event, EventKind, cli, panic_message};

/// Prints `n`, `n - 1`, … down to 1, and waits one second after each number.
///
/// Blocks the calling thread until the last second has passed. For zero it prints
/// nothing.
///
/// The notebook's `countdown`, after David Beazley's screencast of 2019.
pub fn countdown(console: &Console, mut n: u64) {
    while n > 0 {
        console.print(n);
        console.sleep(1);
        n -= 1;
    }
}

/// Prints 0, 1, … up to `n - 1`, and waits one second after each number.
///
/// Blocks the calling thread until the last second has passed. For zero it prints
/// nothing.
///
/// The notebook's `countup`, after David Beazley's screencast of 2019.
pub fn countup(console: &Console, n: u64) {
    let mut x = 0;
    while x < n {
        console.print(x);
        console.sleep(1);
        x += 1;
    }
}

pub mod exercises;
pub mod front_page;
mod support;
#[cfg(feature = "workshop")]
#[doc(hidden)]
pub mod workshop;

#[cfg(feature = "workshop")]
#[doc(hidden)]
pub use exercises::answers;
// Answers name this crate as checks do.
#[cfg(feature = "workshop")]
extern crate self as ch01_loops;
