//! The files that this process may have open: a connection is one.

use std::process::Command;

use ch02_threads::workshop::measure::thousands;

/// What is open beside the connections, with some to spare.
const OTHERS: usize = 32;

/// Says what is short if there are too few for so many connections.
pub fn check(connections: u64) -> Result<(), String> {
    enough(connections as usize, limit("-n"), limit("-Hn"))
}

/// As [`check`], under this limit, which anyone can raise up to `hard`.
pub fn enough(connections: usize, limit: Option<usize>, hard: Option<usize>) -> Result<(), String> {
    let needed = connections + OTHERS;
    let Some(limit) = limit.filter(|&limit| limit < needed) else {
        return Ok(());
    };
    let who = if hard.is_some_and(|hard| hard < needed) { " (only root can)" } else { "" };
    let [connections, files, limit] = [connections, needed, limit].map(|n| thousands(n as u64));
    Err(format!(
        "{connections} connections need {files} open files, and the limit is {limit}: raise it \
         with `ulimit -n {needed}`{who}, or try a smaller COUNT"
    ))
}

/// The limit that the shell's `ulimit` reports, as `std` cannot ask. `None` where there is
/// no limit, or no shell.
pub fn limit(option: &str) -> Option<usize> {
    if !cfg!(unix) {
        return None;
    }
    let ulimit = format!("ulimit {option}");
    let output = Command::new("sh").args(["-c", &ulimit]).output().ok()?;
    String::from_utf8(output.stdout).ok()?.trim().parse().ok()
}
