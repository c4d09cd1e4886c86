//! Runs the checks of one exercise, each in a process of its own: nothing that a learner's code
//! prints or breaks there hides what a check asks.

use std::fmt::{self, Display, Formatter};
use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::Command;
use std::sync::Mutex;
use std::thread;
use std::time::Duration;

use crate::workshop::cargo::{self, Built};

/// The time that a check may take; most have a limit of their own.
const LIMIT: Duration = Duration::from_secs(60);
/// Limits of what is kept of a check's output: bytes of a line, lines of a panic's message,
/// panics, and other lines.
const LINE: u64 = 2000;
const MESSAGE: usize = 20;
const PANICS: usize = 3;
const PRINTED: usize = 5;

/// The outcome of an exercise.
pub enum Outcome {
    /// It does not compile: the errors.
    Broken(String),
    /// The number of checks that pass, and those that fail, in the order in which to win them.
    Checked { passed: usize, failed: Vec<Failed> },
}

/// A check that fails.
pub struct Failed {
    pub name: String,
    /// Its panics, the last of its own thread first: that one asks the check's question.
    pub panics: Vec<Panic>,
    /// The first lines that the code printed, and how many more there were.
    pub printed: Vec<String>,
    pub more: usize,
}

#[derive(Default, PartialEq)]
pub struct Panic {
    /// It is that of another thread than the check's.
    elsewhere: bool,
    /// File, line and column; empty if it is no panic, but what ended the program.
    pub place: String,
    pub message: String,
}

impl Failed {
    /// The panics, as text.
    pub fn message(&self) -> String {
        self.panics.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
    }
}

impl Outcome {
    /// Runs what was built, from the folder of its package: all its checks, or `only` one.
    pub fn of(built: &Built, package: &Path, only: Option<&str>) -> Self {
        let Some(program) = &built.program else {
            return Self::Broken(built.diagnostics.clone());
        };
        let command = |args: &[&str]| {
            let mut command = Command::new(program);
            command.args(args).current_dir(package).env("RUST_BACKTRACE", "0");
            command
        };
        let names = match only {
            Some(name) => format!("{name}: test"),
            None => match cargo::run(&mut command(&["--list", "--format=terse"]), LIMIT) {
                Ok(finished) => finished.stdout,
                Err(error) => return Self::Broken(error.to_string()),
            },
        };
        let names = || names.lines().filter_map(|line| line.strip_suffix(": test"));
        let (waiting, failed) = (Mutex::new(names()), Mutex::new(Vec::new()));
        let next = || waiting.lock().expect("no panic").next();
        thread::scope(|scope| {
            for _ in 0..thread::available_parallelism().map_or(1, usize::from) {
                scope.spawn(|| {
                    while let Some(name) = next() {
                        // With two threads the harness reports when the check has ended.
                        let args = ["--exact", name, "--nocapture", "--test-threads=2"];
                        let fails = check(&mut command(&args), name);
                        failed.lock().expect("no panic").extend(fails);
                    }
                });
            }
        });
        let mut failed = failed.into_inner().expect("no panic");
        failed.sort_by(|one, other| one.name.cmp(&other.name));
        Self::Checked { passed: names().count() - failed.len(), failed }
    }

    pub fn is_solved(&self) -> bool {
        matches!(self, Self::Checked { passed, failed } if *passed > 0 && failed.is_empty())
    }

    /// Returns whether none passes, and the first fails at a `todo!()`.
    pub fn ends_at_todo(&self) -> bool {
        let Self::Checked { passed: 0, failed } = self else { return false };
        let todo = |panic: &Panic| panic.message.starts_with("not yet implemented");
        failed.first().is_some_and(|failed| failed.panics.iter().any(todo))
    }
}

/// Runs the check called `name`. Returns how it fails.
fn check(command: &mut Command, name: &str) -> Option<Failed> {
    let (ended, stdout, stderr) =
        match cargo::run_and_read(command, LIMIT, |it| Report::read(it, name)) {
            Ok((status, Report { passes: Some(true), .. }, _)) if status.success() => return None,
            Ok((status, stdout, stderr)) => (status.to_string(), stdout, stderr),
            Err(error) => (error.to_string(), Report::default(), Report::default()),
        };
    let mut panics: Vec<Panic> = stderr.panics.into_iter().rev().collect();
    panics.sort_by_key(|panic| panic.elsewhere);
    // Without a result, as after a stack overflow, the program has ended early.
    if stdout.passes.is_none() {
        panics.push(Panic { message: format!("it ended early: {ended}"), ..Panic::default() });
    }
    let printed = [stdout.printed, stderr.printed].concat();
    Some(Failed { name: name.to_owned(), panics, printed, more: stdout.more + stderr.more })
}

/// The report of one stream of a check: little of it is kept, however much there is.
#[derive(Default)]
struct Report {
    /// The harness's result.
    passes: Option<bool>,
    panics: Vec<Panic>,
    printed: Vec<String>,
    more: usize,
}

impl Report {
    fn read(stream: &mut dyn Read, name: &str) -> Self {
        let (mut report, mut message_lines) = (Self::default(), 0);
        let [verdict, own] = [format!("test {name} ... "), format!("thread '{name}'")];
        let mut stream = BufReader::new(stream);
        let mut line = Vec::new();
        while let Ok(1..) = stream.by_ref().take(LINE).read_until(b'\n', &mut line) {
            let text = String::from_utf8_lossy(&line);
            let text = text.trim_end().split(&verdict).next().unwrap_or_default();
            if let Some((_, result)) = text.split_once("test result: ") {
                report.passes = Some(result.starts_with("ok. "));
            } else if text.starts_with("thread '") {
                report.panics.dedup();
                if report.panics.len() == PANICS {
                    let oldest = report.panics.iter().position(|panic| panic.elsewhere);
                    report.panics.remove(oldest.unwrap_or(0));
                }
                let elsewhere = !text.starts_with(&own);
                let panicked = text.split_once(" panicked at ");
                let (message, place) = panicked.map_or((text, ""), |(_, place)| ("", place));
                let (message, place) = (message.to_owned(), place.to_owned());
                report.panics.push(Panic { elsewhere, place, message });
                message_lines = MESSAGE;
            } else if text.starts_with("note: run with `RUST_BACKTRACE=1`") {
                message_lines = 0;
            } else if let (Some(panic), 1..) = (report.panics.last_mut(), message_lines) {
                panic.message = format!("{}\n{text}", panic.message).trim_start().to_owned();
                message_lines -= 1;
            } else if !["", "running 1 test", "failures:", name].contains(&text.trim_start()) {
                match report.printed.len() {
                    PRINTED => report.more += 1,
                    _ => report.printed.push(text.to_owned()),
                }
            }
            line.clear();
        }
        report.panics.dedup();
        report
    }
}

impl Display for Panic {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let message = self.message.trim_end();
        match message.strip_prefix("assertion `left == right` failed") {
            Some(compared) if self.place.contains(".check.rs:") => {
                let yours = compared.trim_start_matches(": ").trim_start_matches('\n');
                let yours = yours.replace("  left: ", "     yours: ");
                f.write_str(&yours.replace("\n right: ", "\n  expected: "))?;
            }
            _ => f.write_str(message)?,
        }
        match self.place.trim_end_matches(':') {
            "" => Ok(()),
            place => write!(f, "\n  at {place}"),
        }
    }
}
