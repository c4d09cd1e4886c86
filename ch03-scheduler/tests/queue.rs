//! The queue as a picture: what a room sees of it, turn by turn.

use std::io::Write;
use std::process::Stdio;

use ch01_loops::workshop::program::{Chapter, command, rejects};
use ch01_loops::workshop::table::cells;

const CHAPTER: Chapter = ch01_loops::chapter!();

fn printed(args: &[&str]) -> String {
    CHAPTER.printed("queue", args).expect("it needs nothing")
}

#[test]
fn each_turn_is_a_row_and_begins_where_the_one_before_ended() {
    let table = printed(&[]);
    let rows: Vec<_> = table.lines().map(cells).collect();
    assert_eq!(rows[0], ["turn", "queue, front first", "takes", "prints", "queues"]);
    assert_eq!(rows.len(), 8, "six turns, and the end: {table}");
    for pair in rows[1..7].windows(2) {
        assert_eq!(pair[0].last(), pair[1].get(1), "what it queues is next");
        assert_eq!(pair[0][1], pair[0][2], "the only one is taken");
    }
    let printed: Vec<_> = rows[1..6].iter().map(|row| row[3].as_str()).collect();
    assert_eq!(printed, ["5", "4", "3", "2", "1"]);
}

#[test]
fn with_step_each_turn_waits_for_enter() {
    let mut program = command(&CHAPTER.example("queue"))
        .arg("--step")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("it starts");
    let mut enter = program.stdin.take().expect("its input");
    enter.write_all(b"\n").expect("it reads");
    // Enough for one turn. At the end of the input it goes on by itself.
    drop(enter);
    let output = program.wait_with_output().expect("it ends");
    assert_eq!(String::from_utf8_lossy(&output.stdout), printed(&[]));
}

#[test]
fn an_unknown_argument_is_one_line() {
    let help = printed(&["--help"]);
    assert!(help.contains("--example queue -- [OPTIONS]"), "{help}");
    for args in [&["5"] as &[&str], &["--steps"], &["--step", "5"], &[""]] {
        rejects(&CHAPTER.example("queue"), args, args[args.len() - 1]);
    }
}
