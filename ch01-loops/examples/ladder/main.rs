//! The ladder: checks the exercises, each on its own, and shows which is next. Its alias
//! is `cargo exercises`.

mod args;
mod page;
mod report;
mod stub;

use std::env;
use std::fs;
use std::io::{self, IsTerminal, Write};
use std::path::Path;
use std::process::{ExitCode, Stdio};
use std::slice;
use std::thread;
use std::time::{Duration, SystemTime};

use args::{Asked, HELP, Task};
use ch01_loops::cli::report;
use ch01_loops::workshop::cargo;
use ch01_loops::workshop::ladder::outcome::Outcome;
use ch01_loops::workshop::ladder::rungs::{self, Rung};
use ch01_loops::workshop::workspace;

fn main() -> ExitCode {
    match run() {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err((status, error)) => {
            let _ = report(format_args!("error: {error}"));
            ExitCode::from(status)
        }
    }
}

/// Does what the command line asks for. Returns whether all that was checked is solved;
/// or the status to end with, and why.
fn run() -> Result<bool, (u8, String)> {
    let root = workspace::root();
    let ladder = rungs::read(&root).map_err(|error| (1, error))?;
    let args = env::args_os().skip(1).map(|arg| arg.to_string_lossy().into_owned());
    let asked = args::parse(args, &ladder)
        .map_err(|wrong| (2, format!("{wrong}; see cargo exercises --help")))?;
    let ended = match asked {
        None => show(HELP).map(|()| true),
        Some(asked) => asked.run(&root, &ladder),
    };
    ended.map_err(|error| (1, error))
}

impl Asked {
    /// Does it. Returns whether all that was checked is solved.
    fn run(&self, root: &Path, ladder: &[Rung]) -> Result<bool, String> {
        match (self.task, &self.named[..]) {
            (Task::Hint, [rung]) => show(&page::next_hint(root, rung)?).map(|()| true),
            (Task::Reset, [rung]) => show(&stub::put_back(root, rung)?).map(|()| true),
            (Task::Watch, [rung]) => loop {
                let saved = last_saved(root, rung);
                self.each(root, ladder, slice::from_ref(rung))?;
                show(&format!("watching {}", rung.file(".rs")))?;
                while last_saved(root, rung).is_none_or(|now| Some(now) == saved) {
                    thread::sleep(Duration::from_millis(200));
                }
            },
            (_, []) => self.all(root, ladder),
            (_, named) => self.each(root, ladder, named),
        }
    }

    /// Shows the whole ladder, line by line, and what is next.
    fn all(&self, root: &Path, ladder: &[Rung]) -> Result<bool, String> {
        let mut chapter = "";
        let mut unsolved = Vec::new();
        for (rung, outcome) in self.check(root, ladder)? {
            if chapter != rung.chapter {
                chapter = &rung.chapter;
                show(&report::paint(report::BOLD, chapter))?;
            }
            show(&report::line(root, rung, &outcome))?;
            unsolved.extend((!outcome.is_solved()).then_some(rung));
        }
        show(&report::bar(ladder.len() - unsolved.len(), ladder.len()))?;
        if let Some(next) = unsolved.iter().min_by_key(|rung| rung.optional) {
            show(&report::next(next))?;
        }
        Ok(unsolved.is_empty())
    }

    /// Shows each of `named` by itself.
    fn each(&self, root: &Path, ladder: &[Rung], named: &[Rung]) -> Result<bool, String> {
        let mut all = true;
        for (rung, outcome) in self.check(root, named)? {
            let solved = outcome.is_solved();
            let next =
                if solved && !self.solutions { self.next(root, ladder, rung)? } else { None };
            show(&report::one(root, rung, &outcome, next))?;
            all &= solved;
        }
        Ok(all)
    }

    /// The first unsolved exercise after `rung`, or else the first of all.
    fn next<'a>(
        &self,
        root: &Path,
        ladder: &'a [Rung],
        rung: &Rung,
    ) -> Result<Option<&'a Rung>, String> {
        let after = ladder.iter().skip_while(|other| *other != rung).skip(1);
        for other in after.chain(ladder).filter(|other| *other != rung) {
            let solved = |(_, outcome): (_, Outcome)| outcome.is_solved();
            if stub::has_a_hole(root, other)
                || !self.check(root, slice::from_ref(other))?.all(solved)
            {
                return Ok(Some(other));
            }
        }
        Ok(None)
    }

    /// Builds the checks of these together, then runs each of them.
    fn check<'a>(
        &self,
        root: &'a Path,
        rungs: &'a [Rung],
    ) -> Result<impl Iterator<Item = (&'a Rung, Outcome)> + use<'a>, String> {
        let mut args: Vec<&str> = rungs.iter().flat_map(|rung| ["--test", &rung.name]).collect();
        args.extend(self.solutions.then_some(["--features", "solutions"]).iter().flatten());
        if report::in_colour() {
            args.push("--message-format=json-diagnostic-rendered-ansi");
        }
        // On a terminal Cargo shows how far it is.
        let stderr = if io::stderr().is_terminal() { Stdio::inherit() } else { Stdio::piped() };
        let built = cargo::build(cargo::cargo(root).stderr(stderr), &args);
        let mut built = built.map_err(|error| error.to_string())?;
        // What a library's error keeps from being built has that error.
        let broken: String = built.values().map(|built| &*built.diagnostics).collect();
        Ok(rungs.iter().map(move |rung| {
            let mut built = built.remove(&rung.name).unwrap_or_default();
            if built.diagnostics.is_empty() {
                built.diagnostics.clone_from(&broken);
            }
            (rung, Outcome::of(&built, &root.join(&rung.chapter), &[]))
        }))
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
