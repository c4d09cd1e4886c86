//! Shows the outcomes.

use std::env;
use std::io;

use ch01_loops::cli;
use ch01_loops::workshop::ladder::outcome::{Failed, Outcome};
use ch01_loops::workshop::ladder::rungs::Rung;

use super::{own, page};

const BAR: usize = 40;
pub const BOLD: &str = "1";
const DIM: &str = "2";
const RED: &str = "31";
const GREEN: &str = "32";
const YELLOW: &str = "33";

/// Shown before an exercise is checked again.
pub const CLEAR: &str = "\x1b[2J\x1b[H";

/// Returns whether to use colours, by the rules of Cargo's own.
pub fn in_colour() -> bool {
    match env::var("CARGO_TERM_COLOR").as_deref() {
        Ok("always") => true,
        Ok("never") => false,
        _ => {
            let unwanted = env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
            cli::moves_cursor(&io::stdout()) && !unwanted
        }
    }
}

/// The advice when all is solved.
pub const OVER: &str = "
That was the last one: from the first loop on, the code is yours.
Now find the faults in ours: cargo exercises --bug NAME";

pub fn paint(colour: &str, text: &str) -> String {
    if in_colour() { format!("\x1b[{colour}m{text}\x1b[0m") } else { text.to_owned() }
}

/// The line of a rung.
pub fn line(rung: &Rung, outcome: &Outcome, hunted: bool) -> String {
    let (colour, status) = match hunted {
        true => (YELLOW, "hunting a fault".into()),
        false => status(rung, outcome),
    };
    // Padded before it is painted, because a colour code has characters too.
    let status = paint(colour, &format!("{status:<24}"));
    let minutes = rung.minutes.map_or(String::new(), |n| format!("{n} min"));
    let optional = if rung.optional { ", optional" } else { "" };
    format!("  {:<16}{status}{minutes}{optional}", rung.name)
}

/// A bar of what is solved.
pub fn bar(solved: usize, all: usize) -> String {
    let full = BAR * solved / all.max(1);
    let bar = paint(GREEN, &"#".repeat(full)) + &"-".repeat(BAR - full);
    format!("\n[{bar}] {solved} of {all} solved")
}

fn status(rung: &Rung, outcome: &Outcome) -> (&'static str, String) {
    match outcome {
        Outcome::Broken(_) => (RED, "does not compile".into()),
        _ if outcome.is_solved() => (GREEN, "solved".into()),
        _ if own::is_untouched(rung, outcome) => (DIM, "not begun".into()),
        Outcome::Checked { passed, failed } => {
            (YELLOW, format!("{passed} of {} checks pass", passed + failed.len()))
        }
    }
}

/// The advice to continue with `rung`, or if that is optional, with the `required` one.
pub fn next(rung: &Rung, required: Option<&Rung>) -> String {
    let Rung { name, .. } = rung;
    let minutes = rung.minutes.map_or(String::new(), |minutes| format!(", {minutes} minutes"));
    let optional = if rung.optional { ", optional" } else { "" };
    let skip = required.map_or(String::new(), |rung| {
        format!("\n  or skip the optional ones: {}", paint(BOLD, &rung.name))
    });
    format!(
        "
Next: {}{minutes}{optional}
  read   {}
  edit   {}
  check  cargo exercises {name}{skip}",
        paint(BOLD, name),
        rung.file(".md"),
        rung.file(".rs"),
    )
}

/// One exercise: the first check that fails, or how to see it run.
pub fn one(rung: &Rung, outcome: &Outcome, hunted: bool) -> String {
    let Rung { name, .. } = rung;
    let (colour, status) = status(rung, outcome);
    let status = if hunted && outcome.is_solved() { "the fault is mended".into() } else { status };
    let mut lines = vec![format!("{}: {}", paint(BOLD, name), paint(colour, &status))];
    match outcome {
        Outcome::Broken(error) => {
            lines.push(format!("\n{}", error.trim()));
            if ["E0432", "E0583"].iter().any(|code| error.contains(code)) {
                lines.push(format!("\nThe stub again: cargo exercises --reset {name}"));
            }
        }
        Outcome::Checked { failed, .. } => match &failed[..] {
            [first, ..] => {
                lines.push(format!("\n{}\n\nIts page: {}", check(first), rung.file(".md")));
                lines.push(format!("A hint:   cargo exercises --hint {name}"));
            }
            [] if hunted => lines.push(format!("Another: cargo exercises --bug {name}")),
            [] => lines.extend(page::demonstration(rung).map(|it| format!("See it run: {it}"))),
        },
    }
    if hunted {
        lines.push(format!("Your own file comes back with: cargo exercises --mine {name}"));
    }
    lines.join("\n")
}

/// A failed check: its question first, then what the code printed.
fn check(failed: &Failed) -> String {
    let mut lines = vec![paint(BOLD, &failed.name)];
    lines.extend(failed.message().lines().map(|line| format!("  {line}")));
    if !failed.printed.is_empty() {
        lines.push("\nIt printed:".to_owned());
        lines.extend(failed.printed.iter().map(|line| format!("  {line:.100}")));
    }
    if failed.more > 0 {
        lines.push(format!("  … {} more lines", failed.more));
    }
    lines.join("\n")
}
