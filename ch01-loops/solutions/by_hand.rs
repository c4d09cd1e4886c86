//! Our solution to `by_hand`.

use ch01_loops::Console;

/// Prints `n`, `n - 1`, … down to 1 on `down`, and 0, 1, … up to `stop - 1` on
/// `up`, in turns: one number down, one number up.
///
/// After each number it waits one second on that number's console. The countdown
/// goes first. When one count runs out, or starts with nothing to print, the other
/// carries on alone.
pub fn by_hand(down: &Console, up: &Console, mut n: u64, stop: u64) {
    let mut x = 0;
    while n > 0 || x < stop {
        if n > 0 {
            down.print(n);
            down.sleep(1);
            n -= 1;
        }
        if x < stop {
            up.print(x);
            up.sleep(1);
            x += 1;
        }
    }
}
