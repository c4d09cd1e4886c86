//! `by_hand`: two counts take turns, in one function with one loop.
//!
//! No threads, and no calls to `countdown` or `countup`: the loop keeps both places
//! itself. You may add a `mut` to the signature.
//!
//! Its page: exercises/by_hand.md
//! Check it: `cargo exercises by_hand`

#![allow(unused)] // until every todo!() is filled in

use ch01_loops::Console;

/// Prints `n`, `n - 1`, … down to 1 on `down`, and 0, 1, … up to `stop - 1` on
/// `up`, in turns: one number down, one number up.
///
/// After each number it waits one second on that number's console. The countdown
/// goes first. When one count runs out, or starts with nothing to print, the other
/// carries on alone.
pub fn by_hand(down: &Console, up: &Console, n: u64, stop: u64) {
    todo!("while either count has something left: one step down, one step up")
}
