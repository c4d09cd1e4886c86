//! Lines for standard output and standard error, which may be closed.

use std::fmt::Display;
use std::io::{self, StdoutLock, Write};
use std::process;

/// Writes a line to standard error.
///
/// # Errors
///
/// If it cannot be written, where `eprintln!` would panic.
pub fn report(line: impl Display) -> io::Result<()> {
    writeln!(io::stderr(), "{line}")
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
