//! `by_hand`: let two counts take turns, with one function and one loop.
//!
//! The lesson's "What goes wrong" lets one loop call the other, and the other
//! forgets where it was. Here one loop keeps both places: how far down `n` is and
//! how far up the countup is. No threads, no call of `countdown` or `countup`. It
//! hurts a little: everything that either count remembers and asks now stands in
//! the one loop. Think of a third count, and you know why the chapters go on.
//!
//! Check it: `cargo test --test by_hand`

use ch01_loops::Console;

/// Prints `n`, `n - 1`, … down to 1 on `down`, and 0, 1, … up to `stop - 1` on
/// `up`, in turns: one number down, one number up.
///
/// After each number it waits one second on that number's console. The countdown
/// begins. When one count is over, or has nothing to print, the other goes on
/// alone.
pub fn by_hand(down: &Console, up: &Console, n: u64, stop: u64) {
    let _ = (down, up, n, stop);
    todo!("while either count has something left: one step down, one step up")
}
