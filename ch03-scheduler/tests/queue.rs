//! The queue as a picture: what a room sees of it, turn by turn.

#[path = "../../ch01-loops/tests/common/demonstration.rs"]
mod demonstration;

use std::io::Write;
use std::process::Stdio;

use demonstration::{cells, command, example, run, stdout};

#[test]
fn each_turn_is_a_row_and_begins_where_the_one_before_ended() {
    let table = stdout(&run(&example("queue"), &[]));
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
    let mut program = command(&example("queue"))
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
    let stepped = stdout(&program.wait_with_output().expect("it ends"));
    assert_eq!(stepped, stdout(&run(&example("queue"), &[])));
}

#[test]
fn an_unknown_argument_is_one_line() {
    let help = stdout(&run(&example("queue"), &["--help"]));
    assert!(help.contains("--example queue -- [OPTIONS]"), "{help}");
    for args in [&["5"] as &[&str], &["--steps"], &["--step", "5"], &[""]] {
        let output = run(&example("queue"), args);
        let told = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{args:?}: {told:?}");
        assert_eq!(told.lines().count(), 1, "{args:?}: {told:?}");
        assert!(output.stdout.is_empty(), "{args:?}: {output:?}");
    }
}
