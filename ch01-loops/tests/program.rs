//! The program of chapter 1, from its command line to its printed output.

mod common;

const PROGRAM: &str = env!("CARGO_BIN_EXE_ch01-loops");

#[test]
fn one_loop_runs_after_the_other() {
    assert_eq!(common::numbers(PROGRAM), [5, 4, 3, 2, 1, 3, 2, 1, 0, 1, 2]);
}

#[test]
fn the_command_line_is_kept() {
    common::keeps_the_command_line(PROGRAM);
}

#[test]
fn without_a_second_the_picture_shows_the_order() {
    common::draws_the_order_when_nothing_waits(
        PROGRAM,
        " countdown 5   4   3   2   1   3   2   1
   countup                                 0   1   2\n",
    );
}

/// For a terminal that draws the bars two columns wide.
#[test]
fn the_picture_can_be_plain_ascii() {
    let args = ["--second", "0.02", "--timeline", "--charset", "ascii"];
    let picture = common::stderr(&common::run(PROGRAM, &args));
    assert!(picture.is_ascii() && picture.contains('='), "{picture}");
}
