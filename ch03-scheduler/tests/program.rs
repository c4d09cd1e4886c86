//! The program of chapter 3, from its command line to its printed output.

#[path = "../../ch01-loops/tests/common/mod.rs"]
mod common;

const PROGRAM: &str = env!("CARGO_BIN_EXE_ch03-scheduler");

#[test]
fn the_countdown_queues_itself_to_the_end() {
    assert_eq!(common::numbers(PROGRAM), [5, 4, 3, 2, 1]);
}

#[test]
fn the_command_line_is_kept() {
    common::keeps_the_command_line(PROGRAM);
}

#[test]
fn without_a_second_the_picture_shows_the_order() {
    let picture = " countdown 5   4   3   2   1\n";
    common::draws_the_order_when_nothing_waits(PROGRAM, picture);
}
