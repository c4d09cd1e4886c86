//! What the end-to-end tests of all chapters share: they run the real program
//! and look at what it prints and how it ends.

// Each test file compiles this module anew and uses some of it.
#![allow(dead_code)]

use std::ffi::OsStr;
use std::io::{BufRead, BufReader};
use std::process::{Command, Output, Stdio};

/// Runs the program with these arguments and waits for its end.
pub fn run<S: AsRef<OsStr>>(program: &str, args: &[S]) -> Output {
    Command::new(program).args(args).output().expect("the program starts")
}

pub fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("the program prints UTF-8")
}

pub fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).expect("the program prints UTF-8")
}

/// The numbers that the program prints with a short second. It must print
/// nothing else, and end well and without a word on standard error.
pub fn numbers(program: &str) -> Vec<u64> {
    let output = run(program, &["--second", "0.02"]);
    assert!(output.status.success(), "{output:?}");
    assert_eq!(stderr(&output), "", "only the numbers are printed");
    let lines = stdout(&output);
    assert!(lines.ends_with('\n'), "every number stands on a line of its own: {lines:?}");
    lines.lines().map(|line| line.parse().expect("a number on each line")).collect()
}

/// Holds the program to the command line that all chapters share.
pub fn keeps_the_command_line(program: &str) {
    helps(program);
    rejects_bad_input(program);
    ends_quietly_without_a_reader(program);
    tells_of_a_full_disk(program);
}

fn helps(program: &str) {
    let output = run(program, &["--help"]);
    assert!(output.status.success(), "{output:?}");
    assert_eq!(stderr(&output), "");
    for option in ["--second SECONDS", "--timeline", "--charset", "--help"] {
        assert!(stdout(&output).contains(option), "the help explains {option}");
    }
}

fn rejects_bad_input(program: &str) {
    for (args, named) in [
        (&["--bogus"] as &[&str], "--bogus"),
        (&["-s"], "-s"),
        (&["5"], "5"),
        (&["--timeline", "5"], "5"),
        (&["--second"], "--second"),
        (&["--second", ""], "--second"),
        (&["--second", "-1"], "-1"),
        (&["--second", "inf"], "inf"),
        (&["--second", "nan"], "nan"),
        (&["--second", "1e400"], "1e400"),
        (&["--second", "1e30"], "1e30"),
        (&["--second", "two"], "two"),
        (&["two\nlines"], "two\\nlines"),
        (&["--charset", "latin1"], "latin1"),
    ] {
        is_rejected(program, args, named);
    }
    #[cfg(unix)]
    {
        use std::os::unix::ffi::OsStrExt;
        let not_utf8 = OsStr::from_bytes(b"not-\xff-utf8");
        is_rejected(program, &[not_utf8], "not-");
        is_rejected(program, &[OsStr::new("--second"), not_utf8], "not-");
    }
}

fn is_rejected<S: AsRef<OsStr>>(program: &str, args: &[S], named: &str) {
    let output = run(program, args);
    let told = stderr(&output);
    assert_eq!(output.status.code(), Some(2), "status for {named:?}; it says {told:?}");
    assert_eq!(stdout(&output), "", "nothing is printed for {named:?}");
    assert_eq!(told.lines().count(), 1, "one line for {named:?}: {told:?}");
    assert!(told.contains(named), "{named:?} is named: {told:?}");
    assert!(told.contains("--help"), "the line points to the help: {told:?}");
}

/// As behind `| head -1`.
fn ends_quietly_without_a_reader(program: &str) {
    let mut child = Command::new(program)
        .args(["--second", "0.05", "--timeline"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut reader = BufReader::new(child.stdout.take().expect("it is piped"));
    reader.read_line(&mut String::new()).expect("a first line");
    drop(reader);
    let output = child.wait_with_output().expect("the program ends");
    assert!(output.status.success(), "{output:?}");
    assert_eq!(stderr(&output), "");
}

/// `/dev/full` is a disk without room. Only Linux and its like have it.
fn tells_of_a_full_disk(program: &str) {
    for args in [&["--second", "0.01"] as &[&str], &["--help"]] {
        let Ok(full) = std::fs::File::options().write(true).open("/dev/full") else {
            return;
        };
        let output = Command::new(program).args(args).stdout(full).output().expect("it starts");
        let told = stderr(&output);
        assert_eq!(output.status.code(), Some(1), "{told:?}");
        assert_eq!(told.lines().count(), 1, "one line and no more: {told:?}");
        assert!(told.contains("standard output"), "{told:?}");
    }
    // And a timeline that nobody can see is not a run that went well.
    let Ok(full) = std::fs::File::options().write(true).open("/dev/full") else {
        return;
    };
    let mut undrawn = Command::new(program);
    undrawn.args(["--second", "0.01", "--timeline"]).stderr(full);
    assert_eq!(undrawn.output().expect("it starts").status.code(), Some(1));
}

/// Without a second to wait for, a run has an order but no scale.
pub fn draws_the_order_when_nothing_waits(program: &str, picture: &str) {
    let output = run(program, &["--second", "0", "--timeline"]);
    assert!(output.status.success(), "{output:?}");
    assert_eq!(stderr(&output), picture);
}
