//! The ladder: checks the exercises, each on its own, and shows which is next. Its alias
//! is `cargo exercises`.

mod args;
mod notes;
mod own;
mod page;
mod report;

use std::env;
use std::fs;
use std::io::{self, Write};
use std::path::Path;
use std::process::{ExitCode, Stdio};
use std::slice;
use std::thread;
use std::time::Duration;

use args::{HELP, Request, Task};
use ch01_loops::cli;
use ch01_loops::workshop::cargo;
use ch01_loops::workshop::ladder::outcome::Outcome;
use ch01_loops::workshop::ladder::rungs::{self, Rung};
use ch01_loops::workshop::workspace;

fn main() -> ExitCode {
    match run() {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err((status, error)) => {
            let _ = cli::report(format_args!("error: {error}"));
            ExitCode::from(status)
        }
    }
}

/// Does what the command line asks for, from the repository root. Returns whether all that was
/// checked is solved; or the status to end with, and why.
fn run() -> Result<bool, (u8, String)> {
    env::set_current_dir(workspace::root())
        .map_err(|error| (1, format!("cannot enter the repository: {error}")))?;
    let ladder = rungs::read(Path::new("")).map_err(|error| (1, error))?;
    let args = env::args_os().skip(1).map(|arg| arg.to_string_lossy().into_owned());
    let request = args::parse(args, &ladder)
        .map_err(|wrong| (2, format!("{wrong}; see cargo exercises --help")))?;
    match request {
        None => show(HELP).map(|()| true),
        Some(request) => request.run(&ladder),
    }
    .map_err(|error| (1, error))
}

impl Request {
    /// Does it. Returns whether all that was checked is solved.
    fn run(&self, ladder: &[Rung]) -> Result<bool, String> {
        let done = |text: String| show(&text).map(|()| true);
        match (self.task, &self.named[..]) {
            (Task::Hint, [rung]) => done(page::next_hint(rung)?),
            (Task::Reset, [rung]) => done(own::reset(rung)?),
            (Task::Bug, [rung]) => done(own::hunt(ladder, rung)?),
            (Task::Mine, [rung]) => done(own::back(rung)?),
            (Task::Watch, [rung]) => self.watch(ladder, rung),
            (_, []) => self.all(ladder),
            (_, named) => self.each(ladder, named),
        }
    }

    fn watch(&self, ladder: &[Rung], rung: &Rung) -> Result<bool, String> {
        let file = rung.file(".rs");
        loop {
            let saved = fs::read(&file).ok();
            if cli::moves_cursor(&io::stdout()) {
                show(report::CLEAR)?;
            }
            self.each(ladder, slice::from_ref(rung))?;
            show(&format!("\nwatching {file}"))?;
            // It cannot be read while an editor replaces it.
            while fs::read(&file).map_or(true, |now| Some(now) == saved) {
                thread::sleep(Duration::from_millis(200));
            }
        }
    }

    /// Shows the whole ladder, line by line, and what is next.
    fn all(&self, ladder: &[Rung]) -> Result<bool, String> {
        let mut chapter = "";
        let mut unsolved = Vec::new();
        for (rung, outcome) in self.check(ladder)? {
            if chapter != rung.chapter {
                chapter = &rung.chapter;
                show(&report::paint(report::BOLD, chapter))?;
            }
            let hunted = self.is_hunted(rung);
            show(&report::line(rung, &outcome, hunted))?;
            unsolved.extend((hunted || !outcome.is_solved()).then_some(rung));
        }
        show(&report::bar(ladder.len() - unsolved.len(), ladder.len()))?;
        // The optional ones last.
        unsolved.sort_by_key(|rung| rung.optional);
        self.show_next(unsolved.iter().copied())?;
        Ok(unsolved.is_empty())
    }

    /// Shows each of `named` by itself, and when they are solved, what is next.
    fn each(&self, ladder: &[Rung], named: &[Rung]) -> Result<bool, String> {
        let (mut solved, mut last) = (true, None);
        for (rung, outcome) in self.check(named)? {
            show(&report::one(rung, &outcome, self.is_hunted(rung)))?;
            solved &= outcome.is_solved();
            last = Some(rung).filter(|rung| solved && !self.is_hunted(rung));
        }
        if let Some(last) = last {
            let after = ladder.iter().skip_while(|rung| *rung != last).skip(1);
            let others = after.chain(ladder).filter(|rung| !named.contains(rung));
            self.show_next(others.filter(|rung| !self.is_solved(rung)))?;
        }
        Ok(solved)
    }

    fn show_next<'a>(&self, mut unsolved: impl Iterator<Item = &'a Rung>) -> Result<(), String> {
        match unsolved.next() {
            _ if self.solutions => Ok(()),
            None => show(report::OVER),
            Some(next) => {
                let required = next.optional.then(|| unsolved.find(|rung| !rung.optional));
                show(&report::next(next, required.flatten()))
            }
        }
    }

    /// Returns whether what is checked is a fault in the place of the learner's file.
    fn is_hunted(&self, rung: &Rung) -> bool {
        !self.solutions && own::is_hunted(rung)
    }

    /// Checks it only if no hole tells.
    fn is_solved(&self, rung: &Rung) -> bool {
        let solved = |(_, outcome): (_, Outcome)| outcome.is_solved();
        let checked = || self.check(slice::from_ref(rung)).is_ok_and(|mut all| all.all(solved));
        !own::is_hunted(rung) && !own::has_todo(rung) && checked()
    }

    /// Builds the checks of these together, then runs each of them.
    fn check<'a>(
        &self,
        rungs: &'a [Rung],
    ) -> Result<impl Iterator<Item = (&'a Rung, Outcome)> + use<'a>, String> {
        let mut args: Vec<&str> = rungs.iter().flat_map(|rung| ["--test", &rung.name]).collect();
        if self.solutions {
            args.extend(["--features", "solutions"]);
        }
        args.extend(match report::in_colour() {
            true => ["--message-format=json-diagnostic-rendered-ansi"].iter(),
            false => ["--config", "term.progress.when='never'"].iter(),
        });
        if !self.solutions {
            rungs.iter().try_for_each(notes::renew_if_older)?;
        }
        // Cargo shows how far it is, and whether it waits for another.
        let mut cargo = cargo::cargo(Path::new("."));
        let mut built = cargo::build(cargo.stderr(Stdio::inherit()), &args)
            .map_err(|error| error.to_string())?;
        // What a library's error keeps from being built has that error.
        let broken: String = built.values().map(|built| &*built.diagnostics).collect();
        Ok(rungs.iter().map(move |rung| {
            let mut built = built.remove(&rung.name).unwrap_or_default();
            if built.diagnostics.is_empty() {
                built.diagnostics.clone_from(&broken);
            }
            (rung, Outcome::of(&built, Path::new(&rung.chapter), None))
        }))
    }
}

fn show(text: &str) -> Result<(), String> {
    writeln!(io::stdout(), "{text}")
        .map_err(|error| format!("cannot write to standard output: {error}"))
}
