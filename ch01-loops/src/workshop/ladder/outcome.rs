//! Runs the checks of one exercise, and reads what the test harness reports.

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use crate::workshop::cargo::{self, Built};

/// How long the checks of one exercise may take; each has a limit of its own.
const LIMIT: Duration = Duration::from_secs(120);

/// What became of an exercise.
pub enum Outcome {
    /// It does not compile, or its checks did not come to their end: what was said.
    Broken(String),
    /// How many checks pass, and those that fail, in the order in which to fix them.
    Checked { held: usize, failed: Vec<Failed> },
}

/// A check that fails.
pub struct Failed {
    pub name: String,
    /// What it reports.
    pub words: String,
}

impl Outcome {
    /// Runs what was built, from the folder of its package, with these arguments.
    pub fn of(built: &Built, package: &Path, args: &[&str]) -> Self {
        let Some(program) = &built.program else {
            return Self::Broken(built.diagnostics.clone());
        };
        let mut command = Command::new(program);
        command.args(args).current_dir(package).env("RUST_BACKTRACE", "0");
        match cargo::run(&mut command, LIMIT) {
            Err(error) => Self::Broken(error.to_string()),
            Ok(finished) => {
                // Without a result, as after a stack overflow, the program has ended early.
                read(&finished.stdout).unwrap_or_else(|| {
                    Self::Broken(format!(
                        "{}\nThe checks ended early: {}",
                        finished.stderr, finished.status
                    ))
                })
            }
        }
    }

    pub fn is_solved(&self) -> bool {
        matches!(self, Self::Checked { held, failed } if *held > 0 && failed.is_empty())
    }

    /// Whether none passes, and the first fails at a `todo!()`.
    pub fn ends_at_todo(&self) -> bool {
        let Self::Checked { held: 0, failed } = self else { return false };
        failed.first().is_some_and(|failed| failed.words.contains("not yet implemented"))
    }
}

/// The outcome in the harness's words, if it finished.
fn read(told: &str) -> Option<Outcome> {
    let (told, result) = told.rsplit_once("test result: ")?;
    let held = result.split(' ').find_map(|word| word.parse().ok())?;
    let names = told.rsplit_once("\nfailures:\n").map_or("", |(_, names)| names);
    let names = names.lines().filter_map(|line| line.strip_prefix("    "));
    let failed = names.map(|name| Failed { name: name.to_owned(), words: words(told, name) });
    Some(Outcome::Checked { held, failed: failed.collect() })
}

/// What a failed check prints, without what the harness and the runtime add.
fn words(told: &str, name: &str) -> String {
    let rest = told.split_once(&format!("\n---- {name} stdout ----\n"));
    let rest = rest.map_or("", |(_, rest)| rest);
    let end = ["\n---- ", "\nfailures:\n"].iter().filter_map(|end| rest.find(end)).min();
    let mut said: Vec<&str> = Vec::new();
    for panic in rest[..end.unwrap_or(rest.len())].split("\nthread '") {
        let panic = panic.split("\nnote: run with `RUST_BACKTRACE").next().unwrap_or_default();
        let panic = panic.split_once(" panicked at ").map_or(panic, |(_, panic)| panic).trim();
        if !panic.is_empty() && !said.contains(&panic) {
            said.push(panic);
        }
    }
    said.join("\n").replace("assertion `left == right` failed: ", "")
}
