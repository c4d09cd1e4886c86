//! Our solution to `count_up`.

use ch01_loops::Console;

/// Prints 0, 1, … up to `n - 1`, and waits one second after each number.
pub fn count_up(console: &Console, n: u64) {
    let mut x = 0;
    while x < n {
        console.print(x);
        console.sleep(1);
        x += 1;
    }
}
