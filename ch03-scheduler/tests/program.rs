//! The program of chapter 3, from its command line to its output.

use ch01_loops::workshop::program::Chapter;

const CHAPTER: Chapter = ch01_loops::chapter!();

#[test]
fn the_countdown_queues_itself_to_the_end() {
    assert_eq!(CHAPTER.numbers(), [5, 4, 3, 2, 1]);
}

#[test]
fn the_command_line_is_kept() {
    CHAPTER.keeps_the_command_line();
}
