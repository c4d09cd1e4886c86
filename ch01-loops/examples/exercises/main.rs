//! The ladder: checks the exercises, each on its own, and shows which is next. Its alias
//! is `cargo exercises`.

mod args;
mod build;
mod checks;
mod page;
mod progress;
mod report;
mod rungs;
mod stub;

use std::env;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::slice;
use std::thread;
use std::time::{Duration, SystemTime};

use args::{Asked, HELP, Task};
use build::Built;
use ch01_loops::cli::tell;
use checks::Outcome;
use progress::Progress;
use rungs::Rung;

fn main() -> ExitCode {
    match run() {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err((status, error)) => {
            let _ = tell(format_args!("error: {error}"));
            ExitCode::from(status)
        }
    }
}

/// Does what the command line asks for. Returns whether all that was checked is solved;
/// or the status to end with, and why.
fn run() -> Result<bool, (u8, String)> {
    let root = root();
    let ladder = rungs::read(&root).map_err(|error| (1, error))?;
    let args = env::args_os().skip(1);
    let args = args.map(|arg| arg.to_string_lossy().into_owned());
    let asked = args::parse(args, ladder)
        .map_err(|wrong| (2, format!("{wrong}; see cargo exercises --help")))?;
    let ended = match asked {
        None => show(HELP).map(|()| true),
        Some(asked) => asked.run(&root),
    };
    ended.map_err(|error| (1, error))
}

/// The repository root, found from the package that Cargo runs.
fn root() -> PathBuf {
    let package = env::var_os("CARGO_MANIFEST_DIR");
    let package = package.unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
    let package = PathBuf::from(package);
    package.parent().map(Path::to_owned).unwrap_or(package)
}

impl Asked {
    /// Does it. Returns whether all that was checked is solved.
    fn run(&self, root: &Path) -> Result<bool, String> {
        match (self.task, &self.named[..]) {
            (Task::Hint, [rung]) => {
                show(&page::next_hint(root, rung)?)?;
                Ok(true)
            }
            (Task::Reset, [rung]) => {
                show(&stub::put_back(root, rung)?)?;
                Ok(true)
            }
            (Task::Watch, [rung]) => loop {
                let saved = last_saved(root, rung);
                let outcome = self.check(root, &self.named)?;
                show(&self.one(root, rung, &outcome[0])?)?;
                show(&format!("watching {}", rung.file(".rs")))?;
                while last_saved(root, rung).is_none_or(|now| Some(now) == saved) {
                    thread::sleep(Duration::from_millis(200));
                }
            },
            (_, []) => {
                let outcomes = self.check(root, &self.ladder)?;
                show(&report::ladder(root, &self.ladder, &outcomes))?;
                Ok(outcomes.iter().all(Outcome::is_solved))
            }
            (_, named) => {
                let outcomes = self.check(root, named)?;
                for (rung, outcome) in named.iter().zip(&outcomes) {
                    show(&self.one(root, rung, outcome)?)?;
                }
                Ok(outcomes.iter().all(Outcome::is_solved))
            }
        }
    }

    fn one(&self, root: &Path, rung: &Rung, outcome: &Outcome) -> Result<String, String> {
        let next =
            if outcome.is_solved() && !self.solutions { self.next(root, rung)? } else { None };
        Ok(report::one(root, rung, outcome, next))
    }

    /// The first unsolved exercise after `rung`, or else the first of all. Builds and
    /// checks only as many as it must.
    fn next(&self, root: &Path, rung: &Rung) -> Result<Option<&Rung>, String> {
        let place = self.ladder.iter().position(|other| other == rung);
        let (before, after) = self.ladder.split_at(place.unwrap_or(0));
        for other in after.iter().skip(1).chain(before) {
            if stub::has_a_hole(root, other)
                || !self.check(root, slice::from_ref(other))?[0].is_solved()
            {
                return Ok(Some(other));
            }
        }
        Ok(None)
    }

    /// Builds the checks of these together, then runs each of them.
    fn check(&self, root: &Path, rungs: &[Rung]) -> Result<Vec<Outcome>, String> {
        let progress = Progress::new();
        let count = rungs.len();
        let solutions = if self.solutions { "solutions" } else { "" };
        let rendered = if report::in_colour() { "json-diagnostic-rendered-ansi" } else { "json" };
        progress.begin(&format!("compiling {count}"));
        let built = build::checks(
            root,
            rungs,
            &["--features", solutions, "--message-format", rendered],
            |done| {
                progress.redraw(&format!("compiling {count}, {done} done"));
            },
        )?;
        progress.begin("checking");
        let checked = rungs.iter().zip(built).enumerate();
        let outcomes = checked.map(|(number, (rung, built))| {
            progress.redraw(&format!("checking {count}, {number} done: {}", rung.name));
            match built {
                Built::Program(program) => checks::run(&program, &root.join(&rung.chapter)),
                Built::Broken(error) => Outcome::Broken(error),
            }
        });
        Ok(outcomes.collect())
    }
}

/// When the exercise was last saved, or nothing while an editor replaces it.
fn last_saved(root: &Path, rung: &Rung) -> Option<SystemTime> {
    fs::metadata(root.join(rung.file(".rs"))).and_then(|file| file.modified()).ok()
}

fn show(text: &str) -> Result<(), String> {
    writeln!(io::stdout(), "{text}")
        .map_err(|error| format!("cannot write to standard output: {error}"))
}
