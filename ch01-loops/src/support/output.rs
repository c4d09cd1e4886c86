//! Text for standard output and standard error, which may be closed.

use std::fmt::Display;
use std::io::{self, IsTerminal, StdoutLock, Write};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::{env, process};

/// The picture above the cursor of standard error's terminal. Empty if there is none.
static PICTURE: Mutex<String> = Mutex::new(String::new());

/// True for a terminal whose cursor can be moved.
pub fn moves_cursor(stream: &impl IsTerminal) -> bool {
    stream.is_terminal() && env::var_os("TERM").is_none_or(|term| term != "dumb")
}

/// Writes a line to standard error.
///
/// # Errors
///
/// If it cannot be written, where `eprintln!` would panic.
pub fn report(line: impl Display) -> io::Result<()> {
    replace_picture(&format!("{line}\n")).map(drop)
}

/// Draws `picture` on standard error's terminal, in the place of the one before.
pub fn draw(picture: &str) -> io::Result<()> {
    if *picture_shown() != picture {
        replace_picture(picture)?.push_str(picture);
    }
    Ok(())
}

/// Writes `text` to standard error, in the place of a picture if there is one. Nobody else
/// can draw until the guard is dropped.
pub fn replace_picture(text: &str) -> io::Result<MutexGuard<'static, String>> {
    let mut picture = picture_shown();
    let erase = match picture.lines().count() {
        0 => String::new(),
        // To the left, up to its first line, and clear the rest of the screen.
        lines => format!("\r\x1b[{lines}A\x1b[J"),
    };
    picture.clear();
    io::stderr().write_all((erase + text).as_bytes())?;
    Ok(picture)
}

fn picture_shown() -> MutexGuard<'static, String> {
    PICTURE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Writes a line to standard output, at once, or ends the program: quietly and with
/// status 0 if the reader has gone (`| head -1`), otherwise with a line on standard
/// error and status 1.
///
/// The caller still holds the lock then, so no other thread can report the same
/// failure again.
pub fn write_or_exit(stdout: &mut StdoutLock<'_>, line: &str) {
    let Err(error) = writeln!(stdout, "{line}").and_then(|()| stdout.flush()) else {
        return;
    };
    if error.kind() == io::ErrorKind::BrokenPipe {
        process::exit(0);
    }
    let _ = report(format_args!("error: cannot write to standard output: {error}"));
    process::exit(1);
}
