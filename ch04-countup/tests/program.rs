//! The program of chapter 4, from its command line to its printed output.

#[path = "../../ch01-loops/tests/common/mod.rs"]
mod common;

use std::time::{Duration, Instant};

const PROGRAM: &str = env!("CARGO_BIN_EXE_ch04-countup");

/// Unlike with threads, this order is no accident: the deque makes it.
#[test]
fn the_two_tasks_take_turns() {
    assert_eq!(common::numbers(PROGRAM), [5, 0, 4, 1, 3, 2, 2, 3, 1, 4]);
}

/// They take turns and do not overlap: overlapping waits would take five seconds.
#[test]
fn all_ten_numbers_take_ten_seconds() {
    let start = Instant::now();
    common::numbers(PROGRAM);
    assert!(start.elapsed() >= 10 * Duration::from_millis(20));
}

#[test]
fn the_command_line_is_kept() {
    common::keeps_the_command_line(PROGRAM);
}

#[test]
fn without_a_second_the_picture_shows_the_order() {
    common::draws_the_order_when_nothing_waits(
        PROGRAM,
        " countdown 5       4       3       2       1
   countup     0       1       2       3       4\n",
    );
}
