//! `count_up`: a loop that counts up, as `countdown` counts down.
//!
//! Its page: exercises/count_up.md
//! Check it: `cargo exercises count_up`

#![allow(unused)] // until every todo!() is filled in

use ch01_loops::Console;

/// Prints 0, 1, … up to `n - 1`, and waits one second after each number.
pub fn count_up(console: &Console, n: u64) {
    todo!("while there is something left to count: print, sleep one second, step")
}
