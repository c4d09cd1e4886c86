//! `--live`, on a terminal.

#![cfg(unix)]

use std::path::Path;

use ch01_loops::workshop::program::Chapter;
use ch01_loops::workshop::terminal;

const CHAPTER: Chapter = ch01_loops::chapter!();

/// The output of a command on a terminal, and its status.
fn on_terminal(command: &str, columns: usize) -> Option<(String, String)> {
    terminal::on_terminal(Path::new(CHAPTER.program), command, columns, ["", ""])
}

/// The pictures, each of which must be drawn in the place of the one before.
fn frames(output: &str, width: usize) -> Vec<&str> {
    let mut frames: Vec<&str> = output.split("\x1b[J").collect();
    let last = frames.len() - 1;
    for frame in &mut frames[..last] {
        let (picture, up) = frame.rsplit_once("\r\x1b[").expect("to the left");
        assert_eq!(up, format!("{}A", picture.lines().count()), "up to the first line");
        *frame = picture;
    }
    for frame in &frames {
        assert!(!frame.contains(['\x1b', '\r']), "nothing else is changed: {frame:?}");
        let widest = frame.lines().map(|line| line.chars().count()).max().unwrap();
        assert!(widest <= width, "{widest} of {width} columns\n{frame}");
    }
    frames
}

#[test]
fn the_picture_grows_in_its_place() {
    for (columns, width, program) in [(80, 80, "$0"), (40, 40, "$0"), (80, 40, "COLUMNS=40 $0")] {
        let command = format!("{program} --live --second 0.1");
        let Some((output, status)) = on_terminal(&command, columns) else {
            return;
        };
        assert_eq!(status, "0");
        let frames = frames(&output, width);
        let [first, _, .., last] = &frames[..] else { panic!("few pictures in 1.1 s: {output}") };
        assert!(first.len() < last.len(), "{output}");
        let digits = last.lines().map(|row| row.replace(|cell: char| !cell.is_ascii_digit(), ""));
        assert_eq!(digits.take(2).collect::<Vec<_>>(), ["54321321", "012"], "{last}");
    }
}

#[test]
fn ctrl_c_leaves_the_picture() {
    let (program, command) = (Path::new(CHAPTER.program), "$0 --live --second 600");
    let ctrl_c = ["seconds 0\n", "\x03"];
    let Some((output, status)) = terminal::on_terminal(program, command, 80, ctrl_c) else {
        return;
    };
    assert_eq!((&*output, &*status), (" countdown 5\n   seconds 0\n", "^C130"));
}

#[test]
fn in_the_end_and_without_a_terminal_it_is_the_timeline() {
    let [live, timeline] =
        ["--live", "--timeline"].map(|option| CHAPTER.run(&["--second", "0", option]));
    let (numbers, picture) = (timeline.stdout, timeline.stderr);
    assert_eq!((&live.stdout, &live.stderr), (&numbers, &picture));

    let live = |columns, set| Some(on_terminal(&format!("{set} $0 --live --second 0"), columns)?.0);
    let Some(shown) = live(80, "") else {
        return;
    };
    assert_eq!(shown, picture);
    assert_eq!(live(80, "TERM=dumb").unwrap(), numbers.clone() + &picture);
    // Numbers without room in the picture stand above it.
    assert!(live(20, "").unwrap().starts_with(&numbers));
}
