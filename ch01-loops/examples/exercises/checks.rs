//! Runs the checks of one exercise, and reads what they report.

use std::io::Read;
use std::path::Path;
use std::process::{Command, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// How long the checks of one exercise may take; each has a limit of its own.
const LIMIT: Duration = Duration::from_secs(120);

/// What became of an exercise.
pub enum Outcome {
    /// It does not compile: the compiler's first error.
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
    pub fn is_solved(&self) -> bool {
        matches!(self, Self::Checked { held, failed } if *held > 0 && failed.is_empty())
    }

    pub fn none_holds(&self) -> bool {
        matches!(self, Self::Checked { held: 0, .. })
    }

    /// Whether none passes, and the first fails at a `todo!()`.
    pub fn ends_at_todo(&self) -> bool {
        match self {
            Self::Checked { held: 0, failed } => {
                failed.first().is_some_and(|failed| failed.words.contains("not yet implemented"))
            }
            _ => false,
        }
    }
}

/// Runs the checks in `program`, from the folder of their package.
pub fn run(program: &Path, package: &Path) -> Outcome {
    let ended = start(program, package, &[]);
    if let Some(outcome) = read(&ended) {
        return outcome;
    }
    // The whole program ended, as after a stack overflow: which check was it?
    let (mut held, mut failed) = (0, Vec::new());
    let listed = start(program, package, &["--list"]).stdout;
    for name in listed.lines().filter_map(|line| line.strip_suffix(": test")) {
        if let Outcome::Checked { held: more, failed: ours } = one(program, package, name) {
            held += more;
            failed.extend(ours);
        }
    }
    failed.sort_by(|a, b| a.name.cmp(&b.name));
    Outcome::Checked { held, failed }
}

/// Runs the one check called `name`.
pub fn one(program: &Path, package: &Path, name: &str) -> Outcome {
    let ended = start(program, package, &["--exact", name]);
    read(&ended).unwrap_or_else(|| {
        let (name, words) = (name.to_owned(), ended.words());
        let failed = vec![Failed { name, words }];
        Outcome::Checked { held: 0, failed }
    })
}

struct Ended {
    stdout: String,
    stderr: String,
    how: String,
    well: bool,
}

impl Ended {
    /// What to report of a program that ended in the middle of a check.
    fn words(&self) -> String {
        let told = self.stderr.trim();
        format!("{told}\nIt ended the whole program: {}", self.how)
    }
}

fn start(program: &Path, package: &Path, args: &[&str]) -> Ended {
    let mut command = Command::new(program);
    command.args(args).current_dir(package).env("RUST_BACKTRACE", "0");
    let started =
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
    let mut child = match started {
        Ok(child) => child,
        Err(error) => {
            let (stdout, stderr) = Default::default();
            return Ended { stdout, stderr, how: error.to_string(), well: false };
        }
    };
    let stdout = reader(child.stdout.take());
    let stderr = reader(child.stderr.take());
    let start = Instant::now();
    let how = loop {
        match child.try_wait() {
            Ok(None) if start.elapsed() < LIMIT => thread::sleep(Duration::from_millis(5)),
            Ok(Some(status)) => break Ok(status),
            _ => {
                let _ = child.kill();
                let _ = child.wait();
                break Err(format!("stopped after {} s", LIMIT.as_secs()));
            }
        }
    };
    Ended {
        stdout: stdout.join().unwrap_or_default(),
        stderr: stderr.join().unwrap_or_default(),
        well: how.as_ref().is_ok_and(ExitStatus::success),
        how: how.map_or_else(|limit| limit, |status| status.to_string()),
    }
}

/// Reads a stream to its end, on a thread, so that a full pipe cannot block the program.
fn reader(stream: Option<impl Read + Send + 'static>) -> thread::JoinHandle<String> {
    thread::spawn(move || {
        let mut bytes = Vec::new();
        if let Some(mut stream) = stream {
            let _ = stream.read_to_end(&mut bytes);
        }
        String::from_utf8_lossy(&bytes).into_owned()
    })
}

/// The outcome that the test harness reports, if it finished.
fn read(ended: &Ended) -> Option<Outcome> {
    let (told, result) = ended.stdout.rsplit_once("test result: ")?;
    let mut numbers = result.split(' ').filter_map(|word| word.parse().ok());
    let held = numbers.next()?;
    let names = told.rsplit_once("\nfailures:\n").map_or("", |(_, names)| names);
    let mut failed: Vec<Failed> = names
        .lines()
        .filter_map(|line| line.strip_prefix("    "))
        .map(|name| Failed { name: name.to_owned(), words: words(told, name) })
        .collect();
    failed.sort_by(|a, b| a.name.cmp(&b.name));
    (failed.is_empty() == ended.well).then_some(Outcome::Checked { held, failed })
}

/// What a failed check prints, without what the harness and the runtime add.
fn words(told: &str, name: &str) -> String {
    let Some((_, rest)) = told.split_once(&format!("\n---- {name} stdout ----\n")) else {
        return String::new();
    };
    let end = ["\n---- ", "\nfailures:\n"].iter().filter_map(|end| rest.find(end)).min();
    let mut said: Vec<String> = Vec::new();
    for panic in rest[..end.unwrap_or(rest.len())].split("\nthread '") {
        let panic = panic.split("\nnote: run with `RUST_BACKTRACE").next().unwrap_or_default();
        let panic = match panic.split_once(" panicked at ") {
            Some((_, panic)) => panic,
            None => panic,
        };
        let panic = panic.replacen("assertion `left == right` failed: ", "", 1);
        let panic = panic.trim().to_owned();
        if !panic.is_empty() && !said.contains(&panic) {
            said.push(panic);
        }
    }
    said.join("\n")
}
