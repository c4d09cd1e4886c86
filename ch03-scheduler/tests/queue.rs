//! The queue as a picture: what a room sees of it, turn by turn.

use std::io::{Read, Write};
use std::process::Stdio;

use ch01_loops::workshop::program::{Chapter, command, rejects};
use ch01_loops::workshop::table::cells;
#[cfg(unix)]
use ch01_loops::workshop::terminal::on_terminal;

const CHAPTER: Chapter = ch01_loops::chapter!();

fn printed(args: &[&str]) -> String {
    CHAPTER.printed("queue", args).expect("it needs nothing")
}

#[test]
fn each_turn_is_a_row_and_begins_where_the_one_before_ended() {
    let table = printed(&[]);
    let rows: Vec<_> = table.lines().map(cells).collect();
    assert_eq!(rows[0], ["turn", "queue, front first", "prints", "queues"]);
    assert_eq!(rows.len(), 8, "six turns, and the end: {table}");
    for pair in rows[1..7].windows(2) {
        assert_eq!(pair[0].last(), pair[1].get(1), "what it queues is next");
    }
    let printed: Vec<_> = rows[1..6].iter().map(|row| row[2].as_str()).collect();
    assert_eq!(printed, ["5", "4", "3", "2", "1"]);
    assert!(table.lines().all(|row| row.len() <= 60), "it fits into 60 columns: {table}");
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
    let table = printed(&[]);
    let (begun, _) = table.split_once("  5 ").expect("a first turn");
    let mut shown = vec![0; begun.trim_end().len()];
    program.stdout.as_mut().expect("a pipe").read_exact(&mut shown).expect("its first turn");
    assert_eq!(String::from_utf8(shown).unwrap(), begun.trim_end());
    // Enough for one turn. At the end of the input it goes on by itself.
    program.stdin.take().expect("a pipe").write_all(b"\n").expect("it reads");
    let output = program.wait_with_output().expect("it ends");
    assert_eq!(format!("{}{}", begun.trim_end(), String::from_utf8_lossy(&output.stdout)), table);
    assert_eq!(String::from_utf8_lossy(&output.stderr), "Enter: next turn\n");
}

#[cfg(unix)]
#[test]
fn on_a_terminal_enter_completes_the_row() {
    let enter = [r"\n +\d+  countdown\(\d\)", "\n"];
    let program = CHAPTER.example("queue");
    let Some((shown, _)) = on_terminal(&program, "$0 --step", 60, enter) else {
        return;
    };
    let mut lines = shown.lines();
    assert_eq!(lines.next(), Some("Enter: next turn"));
    let mut table = String::new();
    for line in lines {
        // A line that begins one up replaces the one there.
        let row = line.strip_prefix("\x1b[A\x1b[K");
        if row.is_some() {
            table.truncate(table.trim_end().rfind('\n').map_or(0, |end| end + 1));
        }
        table += row.unwrap_or(line);
        table.push('\n');
    }
    assert_eq!(table, printed(&[]));
}

#[test]
fn an_unknown_argument_is_one_line() {
    let help = printed(&["--help"]);
    assert!(help.contains("--example queue -- [OPTIONS]"), "{help}");
    for args in [&["5"] as &[&str], &["--steps"], &["--step", "5"], &[""]] {
        rejects(&CHAPTER.example("queue"), args, args[args.len() - 1]);
    }
}
