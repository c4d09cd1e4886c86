//! The program of chapter 2, from its command line to its printed output.
//!
//! Which of the two threads prints first is an accident of each run: the tests
//! hold what is not, each thread's own order and that they go side by side.

#[path = "../../ch01-loops/tests/common/mod.rs"]
mod common;

use std::time::{Duration, Instant};

const PROGRAM: &str = env!("CARGO_BIN_EXE_ch02-threads");

/// A busy machine pushes a thread a whole second behind, unless a second is long.
#[test]
fn the_two_loops_go_side_by_side() {
    let mut lines = Vec::new();
    for second in ["0.1", "0.3", "1"] {
        let output = common::run(PROGRAM, &["--second", second]);
        lines = common::stdout(&output).lines().map(str::to_owned).collect();
        for pair in lines.chunks_mut(2) {
            pair.sort_unstable();
        }
        if lines == SIDE_BY_SIDE {
            return;
        }
    }
    assert_eq!(lines, SIDE_BY_SIDE);
}

/// Each second's two numbers, in any order.
const SIDE_BY_SIDE: [&str; 10] = ["0", "5", "1", "4", "2", "3", "2", "3", "1", "4"];

#[test]
fn each_thread_keeps_its_own_order() {
    let output = common::run(PROGRAM, &["--second", "0.01", "--timeline"]);
    let picture = common::stderr(&output);
    for (task, order) in [("countdown", "54321"), ("countup", "01234")] {
        let row = picture.lines().find(|line| line.contains(task)).expect("a row for each thread");
        assert_eq!(row.replace(|cell: char| !cell.is_ascii_digit(), ""), order, "{picture}");
    }
}

#[test]
fn all_ten_numbers_take_five_seconds() {
    let start = Instant::now();
    let numbers = common::numbers(PROGRAM);
    assert!(start.elapsed() >= 5 * Duration::from_millis(20), "each waits five times");
    assert_eq!(numbers.len(), 10);
}

#[test]
fn the_command_line_is_kept() {
    common::keeps_the_command_line(PROGRAM);
}

/// The system refuses a thread whose stack is larger than all its memory.
#[test]
fn a_refused_thread_is_one_line_and_status_1() {
    let output = std::process::Command::new(PROGRAM)
        .args(["--second", "0"])
        .env("RUST_MIN_STACK", (1_u64 << 60).to_string())
        .output()
        .expect("the program starts");
    let told = common::stderr(&output);
    assert_eq!(output.status.code(), Some(1), "{told:?}");
    assert_eq!(common::stdout(&output), "");
    assert_eq!(told.lines().count(), 1, "{told:?}");
    assert!(told.contains("refused the thread countdown"), "{told:?}");
}

/// Room for the addresses of one stack, and not for those of two.
#[cfg(target_os = "linux")]
#[test]
fn a_refused_second_thread_loses_nothing_of_the_first() {
    let output = std::process::Command::new("sh")
        .args(["-c", "ulimit -v 6000000; exec \"$0\" --second 0"])
        .arg(PROGRAM)
        .env("RUST_MIN_STACK", (4_u64 << 30).to_string())
        .output()
        .expect("a shell");
    let told = common::stderr(&output);
    assert_eq!(output.status.code(), Some(1), "{told:?}");
    assert_eq!(common::stdout(&output), "5\n4\n3\n2\n1\n", "{told:?}");
    assert_eq!(told.lines().count(), 1, "{told:?}");
    assert!(told.contains("refused the thread countup"), "{told:?}");
}
