//! The files that this process may have open: a connection is one.

use std::process::Command;

/// The limit that the shell's `ulimit -n` reports, because `std` cannot ask. `None` where there
/// is no limit, or no shell.
pub fn limit() -> Option<usize> {
    let output = Command::new("sh").args(["-c", "ulimit -n"]).output().ok()?;
    String::from_utf8(output.stdout).ok()?.trim().parse().ok()
}
