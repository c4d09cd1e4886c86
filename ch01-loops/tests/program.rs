//! The program of chapter 1, from its command line to its output.

use ch01_loops::workshop::program::Chapter;

const CHAPTER: Chapter = ch01_loops::chapter!();

#[test]
fn one_loop_runs_after_the_other() {
    assert_eq!(CHAPTER.numbers(), [5, 4, 3, 2, 1, 3, 2, 1, 0, 1, 2]);
}

#[test]
fn the_command_line_is_kept() {
    CHAPTER.keeps_the_command_line();
}

#[test]
fn without_a_second_the_picture_shows_the_order() {
    let picture = " countdown 5   4   3   2   1   3   2   1
   countup                                 0   1   2\n";
    assert_eq!(CHAPTER.picture_of_the_order(), picture);
}

/// For a terminal that draws the bars two columns wide.
#[test]
fn the_picture_can_be_plain_ascii() {
    let run = CHAPTER.run(&["--second", "0.02", "--timeline", "--charset", "ascii"]);
    assert!(run.stderr.is_ascii() && run.stderr.contains('='), "{run:#?}");
}
