//! `--live`, on a terminal that python3 plays.

#![cfg(unix)]

use std::process::Command;

use ch01_loops::workshop::program::Chapter;

const CHAPTER: Chapter = ch01_loops::chapter!();

/// A program that runs another on a terminal of so many columns, and writes what is seen
/// there. If it is to interrupt, it types Ctrl-C as soon as it sees a picture.
const TERMINAL: &str = "\
import fcntl, os, pty, struct, sys, termios
columns, interrupt, *program = sys.argv[1:]
pid, terminal = pty.fork()
if pid == 0:
    fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack('4H', 24, int(columns), 0, 0))
    os.execvp(program[0], program)
seen = b''
try:
    while part := os.read(terminal, 4096):
        seen += part
        if interrupt == 'yes' and b'seconds' in seen:
            os.write(terminal, b'\\x03')
            interrupt = 'no'
except OSError:
    pass
os.write(1, seen.replace(b'\\r\\n', b'\\n'))
";

/// The output and the status of a shell's command, in which `$0` is the program, on a terminal.
/// Nothing if there is no python3.
fn on_terminal(columns: usize, interrupt: bool, command: &str) -> Option<(String, String)> {
    let script = format!("trap : INT; stty -g; {command}; echo $?; stty -g");
    let output = Command::new("python3")
        .args(["-c", TERMINAL, &columns.to_string(), if interrupt { "yes" } else { "no" }])
        .args(["sh", "-c", &script, CHAPTER.program])
        .env("TERM", "xterm")
        .env_remove("COLUMNS")
        .output();
    let Ok(output) = output else {
        println!("skipped: there is no python3");
        return None;
    };
    let shown = String::from_utf8(output.stdout).expect("UTF-8");
    let (before, rest) = shown.split_once('\n').expect("settings");
    let (rest, after) = rest.trim_end().rsplit_once('\n').expect("settings");
    assert_eq!(after, before, "the terminal is left as it was");
    let (output, status) = rest.rsplit_once('\n').expect("a status");
    Some((format!("{output}\n"), status.to_owned()))
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
        let Some((output, status)) = on_terminal(columns, false, &command) else {
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
    let Some((output, status)) = on_terminal(80, true, "$0 --live --second 600") else {
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

    let live =
        |columns, set| Some(on_terminal(columns, false, &format!("{set} $0 --live --second 0"))?.0);
    let Some(shown) = live(80, "") else {
        return;
    };
    assert_eq!(shown, picture);
    assert_eq!(live(80, "TERM=dumb").unwrap(), numbers.clone() + &picture);
    // Numbers without room in the picture stand above it.
    assert!(live(20, "").unwrap().starts_with(&numbers));
}
