//! The program of chapter 4, from its command line to its output.

use std::time::{Duration, Instant};

use ch01_loops::workshop::program::Chapter;

const CHAPTER: Chapter = ch01_loops::chapter!();

/// Unlike with threads, this order is no accident: the deque makes it. And they take turns
/// and do not overlap: overlapping waits would take five seconds.
#[test]
fn the_two_tasks_take_turns_for_ten_seconds() {
    let start = Instant::now();
    assert_eq!(CHAPTER.numbers(), [5, 0, 4, 1, 3, 2, 2, 3, 1, 4]);
    assert!(start.elapsed() >= 10 * Duration::from_millis(20));
}

#[test]
fn the_command_line_is_kept() {
    CHAPTER.keeps_the_command_line();
}

#[test]
fn without_a_second_the_picture_shows_the_order() {
    let picture = " countdown 5       4       3       2       1
   countup     0       1       2       3       4\n";
    assert_eq!(CHAPTER.picture_of_the_order(), picture);
}
