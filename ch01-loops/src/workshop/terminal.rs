//! A terminal for tests, which python3 plays.

use std::path::Path;
use std::process::Command;

/// Runs a program on a terminal, and writes what is seen there. Whenever the regular expression
/// `when` matches its end, `keys` are typed.
const TERMINAL: &str = "\
import fcntl, os, pty, re, struct, sys, termios
columns, when, keys, *program = sys.argv[1:]
pid, terminal = pty.fork()
if pid == 0:
    fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack('4H', 24, int(columns), 0, 0))
    os.execvp(program[0], program)
seen = b''
try:
    while part := os.read(terminal, 4096):
        seen = (seen + part).replace(b'\\r\\n', b'\\n')
        if keys and re.search(when.encode() + rb'\\Z', seen):
            os.write(terminal, keys.encode())
except OSError:
    pass
os.write(1, seen)
";

/// The output and the status of a shell's command, in which `$0` is the program, on a terminal
/// with this many columns. Whenever the regular expression `when` matches the end of the output,
/// `keys` are typed. Nothing where there is no python3.
#[track_caller]
pub fn on_terminal(
    program: &Path,
    command: &str,
    columns: usize,
    [when, keys]: [&str; 2],
) -> Option<(String, String)> {
    let script = format!("trap : INT; stty -g; {command}; echo $?; stty -g");
    let mut python = Command::new("python3");
    python.args(["-c", TERMINAL, &columns.to_string(), when, keys, "sh", "-c", &script]);
    python.arg(program).env("TERM", "xterm").env_remove("COLUMNS");
    let Ok(output) = python.output() else {
        println!("skipped: there is no python3");
        return None;
    };
    let seen = String::from_utf8(output.stdout).expect("UTF-8");
    let (before, rest) = seen.split_once('\n').expect("settings");
    let (rest, after) = rest.trim_end().rsplit_once('\n').expect("settings");
    assert_eq!(after, before, "the terminal is left as it was");
    let (output, status) = rest.rsplit_once('\n').expect("a status");
    Some((format!("{output}\n"), status.to_owned()))
}
