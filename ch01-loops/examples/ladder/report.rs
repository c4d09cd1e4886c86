//! How the outcomes are shown.

use std::env;
use std::io::{self, IsTerminal};
use std::path::Path;

use ch01_loops::workshop::ladder::outcome::Outcome;
use ch01_loops::workshop::ladder::rungs::Rung;

use super::page;
use super::stub;

const BAR: usize = 40;
pub const BOLD: &str = "1";
const DIM: &str = "2";
const RED: &str = "31";
const GREEN: &str = "32";
const YELLOW: &str = "33";

/// Whether to use colours: on a terminal, unless `NO_COLOR` is set.
pub fn in_colour() -> bool {
    let unwanted = env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    io::stdout().is_terminal() && !unwanted
}

pub fn paint(colour: &str, text: &str) -> String {
    if in_colour() { format!("\x1b[{colour}m{text}\x1b[0m") } else { text.to_owned() }
}

/// The line of a rung.
pub fn line(root: &Path, rung: &Rung, outcome: &Outcome) -> String {
    let (colour, status) = status(root, rung, outcome);
    // Padded before it is painted, as a colour code has characters, too.
    let status = paint(colour, &format!("{status:<24}"));
    let minutes = rung.minutes.map_or(String::new(), |n| format!("{n} min"));
    let optional = if rung.optional { ", optional" } else { "" };
    format!("  {:<16}{status}{minutes}{optional}", rung.name)
}

/// How far it is.
pub fn bar(solved: usize, all: usize) -> String {
    let full = BAR * solved / all.max(1);
    let bar = paint(GREEN, &"#".repeat(full)) + &"-".repeat(BAR - full);
    format!("\n[{bar}] {solved} of {all} solved")
}

fn status(root: &Path, rung: &Rung, outcome: &Outcome) -> (&'static str, String) {
    match outcome {
        Outcome::Broken(words) if words.contains("ended early") => (RED, "ended early".into()),
        Outcome::Broken(_) => (RED, "does not compile".into()),
        _ if outcome.is_solved() => (GREEN, "solved".into()),
        _ if stub::is_untouched(root, rung, outcome) => (DIM, "not begun".into()),
        Outcome::Checked { held, failed } => {
            let count = held + failed.len();
            (YELLOW, format!("{held} of {count} checks pass"))
        }
    }
}

/// Where to continue.
pub fn next(rung: &Rung) -> String {
    let Rung { name, .. } = rung;
    let minutes = rung.minutes.map_or(String::new(), |minutes| format!(", {minutes} minutes"));
    let optional = if rung.optional { ", optional" } else { "" };
    let (page, file) = (rung.file(".md"), rung.file(".rs"));
    format!(
        "
Next: {}{minutes}{optional}
  read   {page}
  edit   {file}
  check  cargo test --test {name}    or: cargo exercises {name}",
        paint(BOLD, name)
    )
}

/// One exercise: the first check that fails, with its message; or what is next.
pub fn one(root: &Path, rung: &Rung, outcome: &Outcome, unsolved: Option<&Rung>) -> String {
    let Rung { name, .. } = rung;
    let (colour, status) = status(root, rung, outcome);
    let heading = format!("{}: {}\n", paint(BOLD, name), paint(colour, &status));
    let help = format!("Its page: {}\nA hint:   cargo exercises --hint {name}\n", rung.file(".md"));
    match outcome {
        Outcome::Broken(error) => format!("{heading}\n{}\n", error.trim()),
        Outcome::Checked { failed, .. } => match &failed[..] {
            [first, ..] => {
                let (check, words) = (paint(BOLD, &first.name), first.words.replace('\n', "\n  "));
                format!("{heading}\n{check}\n  {words}\n\n{help}")
            }
            [] => {
                let seen = page::demonstration(root, rung);
                let seen = seen.map_or(String::new(), |command| format!("See it run: {command}\n"));
                format!("{heading}{seen}{}", unsolved.map_or(String::new(), next))
            }
        },
    }
}
