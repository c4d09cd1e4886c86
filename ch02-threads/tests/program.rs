//! The program of chapter 2, from its command line to its output.
//!
//! It is an accident of each run which thread prints first. That each counts in order, and that
//! they overlap, is not.

use std::path::Path;

use ch01_loops::workshop::program::{Chapter, limited, run};

const CHAPTER: Chapter = ch01_loops::chapter!();

/// A busy machine pushes a thread a whole second behind, unless a second is long.
#[test]
fn the_two_loops_go_side_by_side() {
    let is_side_by_side = |second| {
        let stdout = CHAPTER.run(&["--second", second]).succeeds();
        let mut lines = Vec::from_iter(stdout.lines());
        lines.chunks_mut(2).for_each(<[_]>::sort_unstable);
        lines == ["0", "5", "1", "4", "2", "3", "2", "3", "1", "4"]
    };
    assert!(["0.1", "0.3", "1"].into_iter().any(is_side_by_side));
}

#[test]
fn each_thread_keeps_its_own_order() {
    let picture = CHAPTER.run(&["--second", "0.01", "--timeline"]).stderr;
    for (task, order) in [("countdown", "54321"), ("countup", "01234")] {
        let row = picture.lines().find(|line| line.contains(task)).expect("a row for each thread");
        assert_eq!(row.replace(|cell: char| !cell.is_ascii_digit(), ""), order, "{picture}");
    }
}

#[test]
fn the_command_line_is_kept() {
    CHAPTER.keeps_the_command_line();
}

/// The system refuses a thread whose stack is larger than all its memory.
#[test]
fn a_refused_thread_is_one_line_and_status_1() {
    let mut program = limited(":", Path::new(CHAPTER.program));
    program.args(["--second", "0"]).env("RUST_MIN_STACK", (1_u64 << 60).to_string());
    let stderr = run(&mut program).fails(1);
    assert!(stderr.contains("refused the thread countdown"), "{stderr}");
}

/// Room for the addresses of one stack, but not for those of two.
#[cfg(target_os = "linux")]
#[test]
fn a_refused_second_thread_loses_nothing_of_the_first() {
    let mut program = limited("ulimit -v 6000000", Path::new(CHAPTER.program));
    program.args(["--second", "0"]).env("RUST_MIN_STACK", (4_u64 << 30).to_string());
    let run = run(&mut program);
    assert_eq!((run.status.code(), &*run.stdout), (Some(1), "5\n4\n3\n2\n1\n"), "{run:#?}");
    assert_eq!(run.stderr.lines().count(), 1, "{run:#?}");
    assert!(run.stderr.contains("refused the thread countup"), "{run:#?}");
}
