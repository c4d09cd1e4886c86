//! The ladder: checks the exercises, each on its own, and says what is next. Its short
//! name is `cargo exercises`.

mod build;
mod checks;
mod page;
mod report;
mod rungs;
mod stub;

use std::env;
use std::fs;
use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::thread;
use std::time::Duration;

use build::Built;
use ch01_loops::cli::tell;
use checks::Outcome;
use rungs::Rung;

const HELP: &str = "Checks the exercises, and says what is next.

Usage: cargo exercises [OPTION] [NAME]...

  (nothing)      check all of them: how far you are, and what is next
  NAME           check this one, and show the first check that fails
  --watch NAME   do so again each time you save it, until Ctrl-C
  --hint NAME    show the next hint of its page
  --reset NAME   put the stub back; what you wrote is kept beside it
  --solutions    check our solutions instead of yours: cargo answers
  -h, --help     print this";

/// What a command line asks for.
struct Asked {
    task: Task,
    ladder: Vec<Rung>,
    /// Which of the ladder were named.
    named: Vec<Rung>,
    solutions: bool,
}

/// What to do with what is named; [`Task::Check`] it where no option says.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Task {
    Check,
    Watch,
    Hint,
    Reset,
}

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

/// Does what the command line asks for. Returns whether all of that is solved; or the
/// status to end with, and why.
fn run() -> Result<bool, (u8, String)> {
    let root = root();
    let ladder = rungs::read(&root).map_err(|error| (1, error))?;
    let args = env::args_os().skip(1);
    let args = args.map(|arg| arg.to_string_lossy().into_owned());
    let asked =
        parse(args, ladder).map_err(|wrong| (2, format!("{wrong}; see cargo exercises --help")))?;
    let ended = match asked {
        None => show(HELP).map(|()| true),
        Some(asked) => asked.run(&root),
    };
    ended.map_err(|error| (1, error))
}

/// The repository root. Cargo says where the package is that it runs.
fn root() -> PathBuf {
    let package = env::var_os("CARGO_MANIFEST_DIR");
    let package = package.unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
    let package = PathBuf::from(package);
    package.parent().map(Path::to_owned).unwrap_or(package)
}

/// What the arguments ask for, nothing when that is the help; or what is wrong with
/// them, in words.
fn parse(
    args: impl IntoIterator<Item = String>,
    ladder: Vec<Rung>,
) -> Result<Option<Asked>, String> {
    let (mut options, mut named, mut solutions) = (Vec::new(), Vec::new(), false);
    for arg in args {
        match &*arg {
            "-h" | "--help" => return Ok(None),
            "--solutions" => solutions = true,
            "--watch" | "--hint" | "--reset" => options.push(arg),
            name => match ladder.iter().find(|rung| rung.name == name) {
                Some(rung) => named.push(rung.clone()),
                None => return Err(format!("there is no exercise {name:?}")),
            },
        }
    }
    let task = match &options[..] {
        [] => Task::Check,
        [option] if named.len() != 1 => {
            return Err(format!("{option} takes the name of one exercise"));
        }
        [option] if option == "--watch" => Task::Watch,
        [option] if solutions => return Err(format!("{option} is not for --solutions")),
        [option] if option == "--hint" => Task::Hint,
        [_] => Task::Reset,
        [first, second, ..] => return Err(format!("{first} and {second} do not go together")),
    };
    Ok(Some(Asked {
        task,
        ladder,
        named,
        solutions,
    }))
}

impl Asked {
    /// Does it. Returns whether all that was asked for is solved.
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
                show(&self.one(root, rung, &outcome[0]))?;
                show(&format!("watching {}", rung.file(".rs")))?;
                while last_saved(root, rung) == saved {
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
                    show(&self.one(root, rung, outcome))?;
                }
                Ok(outcomes.iter().all(Outcome::is_solved))
            }
        }
    }

    fn one(&self, root: &Path, rung: &Rung, outcome: &Outcome) -> String {
        let mut after = self
            .ladder
            .iter()
            .skip_while(|other| other.name != rung.name);
        report::one(root, rung, outcome, after.nth(1))
    }

    /// Builds the checks of these together, then runs each of them.
    fn check(&self, root: &Path, rungs: &[Rung]) -> Result<Vec<Outcome>, String> {
        let mut progress = Progress::new();
        let count = rungs.len();
        let solutions = if self.solutions { "solutions" } else { "" };
        let rendered = if report::in_colour() {
            "json-diagnostic-rendered-ansi"
        } else {
            "json"
        };
        progress.tell(&format!("compiling {count}"));
        let built = build::checks(
            root,
            rungs,
            &["--features", solutions, "--message-format", rendered],
            |done| {
                progress.redraw(&format!("compiling, {done} of {count}"));
            },
        )?;
        progress.tell("checking");
        let checked = rungs.iter().zip(built).enumerate();
        let outcomes = checked.map(|(number, (rung, built))| {
            progress.redraw(&format!("checking {}, {number} of {count}", rung.name));
            match built {
                Built::Program(program) => checks::run(&program, &root.join(&rung.chapter)),
                Built::Broken(error) => Outcome::Broken(error),
            }
        });
        Ok(outcomes.collect())
    }
}

/// When the exercise was last written, or nothing while an editor replaces it.
fn last_saved(root: &Path, rung: &Rung) -> Option<std::time::SystemTime> {
    fs::metadata(root.join(rung.file(".rs")))
        .and_then(|file| file.modified())
        .ok()
}

fn show(text: &str) -> Result<(), String> {
    writeln!(io::stdout(), "{text}")
        .map_err(|error| format!("cannot write to standard output: {error}"))
}

/// How far it is, on standard error: one line that is drawn anew on a terminal.
struct Progress {
    redraws: bool,
}

impl Progress {
    fn new() -> Self {
        let redraws = io::stderr().is_terminal();
        Self { redraws }
    }

    fn redraw(&mut self, line: &str) {
        if self.redraws {
            let _ = write!(io::stderr(), "\r\x1b[K{line} ");
        }
    }

    fn tell(&mut self, line: &str) {
        if !self.redraws {
            let _ = tell(line);
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.redraw("");
    }
}
