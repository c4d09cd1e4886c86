//! `count_up`: write the loop that counts up, as `countdown` counts down.
//!
//! The lesson shows `countdown` growing line by line, in "The code". This is the
//! same loop with its own counter, which starts at zero and stops short of `n`. Print
//! with `console.print(x)` and sleep with `console.sleep(1)`.
//!
//! Check it: `cargo test --test count_up`

use ch01_loops::Console;

/// Prints 0, 1, … up to `n - 1`, and waits one second after each number.
pub fn count_up(console: &Console, n: u64) {
    let _ = (console, n);
    todo!("while there is something left to count: print, sleep one second, step")
}
