//! `count_up`: a loop that counts up, as `countdown` counts down.
//!
//! Print with `console.print(x)` and sleep with `console.sleep(1)`. The library has
//! this loop too, as `countup`; write yours without looking.
//!
//! Its page: exercises/count_up.md
//! Check it: `cargo test --test count_up`

use ch01_loops::Console;

/// Prints 0, 1, … up to `n - 1`, and waits one second after each number.
pub fn count_up(console: &Console, n: u64) {
    let _ = (console, n);
    todo!("while there is something left to count: print, sleep one second, step")
}
