//! How many files this process may have open: a connection is one.

use std::process::Command;

use ch02_threads::workshop::measure::thousands;

/// What is open beside the connections, with some to spare.
const OTHERS: u64 = 32;

/// What to do about it, in words, if there are too few for so many connections.
pub fn too_few_for(connections: u64) -> Option<String> {
    told(connections, limit("-n")?, limit("-Hn"))
}

/// As [`too_few_for`], under this limit, which anyone can raise up to `hard`.
pub fn told(connections: u64, limit: u64, hard: Option<u64>) -> Option<String> {
    let needed = connections + OTHERS;
    if needed <= limit {
        return None;
    }
    let who = match hard {
        Some(hard) if hard < needed => ", which from here only root can",
        _ => "",
    };
    let fit = match limit.saturating_sub(OTHERS) {
        0 => "none fits now".to_owned(),
        fit => format!("{} fit now", thousands(fit)),
    };
    Some(format!(
        "{} connections need {} open files and the limit is {}: raise it with \
         `ulimit -n {needed}`{who}; {fit}",
        thousands(connections),
        thousands(needed),
        thousands(limit),
    ))
}

/// What the shell's `ulimit` reports, as `std` cannot ask. `None` where there is no
/// limit, or no shell.
fn limit(option: &str) -> Option<u64> {
    if !cfg!(unix) {
        return None;
    }
    let ulimit = format!("ulimit {option}");
    let output = Command::new("sh").args(["-c", &ulimit]).output().ok()?;
    String::from_utf8(output.stdout).ok()?.trim().parse().ok()
}
