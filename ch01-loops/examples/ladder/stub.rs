//! The stub of an exercise, as it was before the learner edited it.

use std::fs::{self, File};
use std::io::{ErrorKind, Write};
use std::path::Path;
use std::process::Command;

use ch01_loops::workshop::ladder::outcome::Outcome;
use ch01_loops::workshop::ladder::rungs::Rung;

/// Whether the exercise is as it was cloned: the first check reaches a `todo!()`, or all
/// predictions are empty.
pub fn is_untouched(root: &Path, rung: &Rung, outcome: &Outcome) -> bool {
    let source = source(root, rung);
    let predictions = source.matches("= &[").count();
    outcome.ends_at_todo() || predictions > 0 && predictions == source.matches("= &[]").count()
}

/// Whether a `todo!()` or an empty prediction is left.
pub fn has_a_hole(root: &Path, rung: &Rung) -> bool {
    let source = source(root, rung);
    source.contains("= &[]") || source.lines().any(|line| line.trim_start().starts_with("todo!("))
}

fn source(root: &Path, rung: &Rung) -> String {
    fs::read_to_string(root.join(rung.file(".rs"))).unwrap_or_default()
}

/// Puts the stub back, and keeps what was there in a new file beside it. Returns what to
/// report.
pub fn put_back(root: &Path, rung: &Rung) -> Result<String, String> {
    let file = rung.file(".rs");
    let path = root.join(&file);
    let stub = stub(root, rung)?;
    let told = match fs::read(&path) {
        Ok(text) if text == stub.as_bytes() => return Ok(format!("{file} is the stub already")),
        Ok(text) => format!("; what you wrote is in {}", keep(root, rung, &text)?),
        Err(error) if error.kind() == ErrorKind::NotFound => String::new(),
        Err(error) => return Err(format!("cannot read {file}: {error}")),
    };
    fs::write(&path, stub).map_err(|error| format!("cannot write {file}: {error}"))?;
    Ok(format!("{file} is the stub again{told}"))
}

/// Writes `text` to a new file beside the exercise.
fn keep(root: &Path, rung: &Rung, text: &[u8]) -> Result<String, String> {
    for number in 1.. {
        let file = rung.file(&format!(".kept-{number}.rs"));
        let written = File::create_new(root.join(&file))
            .and_then(|mut kept| kept.write_all(text).and_then(|()| kept.sync_all()));
        match written {
            Ok(()) => return Ok(file),
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
            Err(error) => return Err(format!("cannot write {file}: {error}")),
        }
    }
    unreachable!("there is always one more number")
}

/// The stub, from Git's history: as it was when its check, our solution or its page last
/// changed, because a learner changes and commits only the exercise. A version without a
/// hole is not a stub, whatever else was committed with it.
fn stub(root: &Path, rung: &Rung) -> Result<String, String> {
    let solution = format!("{}/solutions/{}.rs", rung.chapter, rung.name);
    let (check, page) = (rung.file(".check.rs"), rung.file(".md"));
    let log = git(root, &["log", "--format=%H", "--", &check, &page, &solution])?;
    let file = rung.file(".rs");
    let versions =
        log.lines().filter_map(|commit| git(root, &["show", &format!("{commit}:./{file}")]).ok());
    let mut stubs = versions.filter(|text| text.contains("todo!(") || text.contains("= &[]"));
    let none =
        || format!("no stub of {file} in Git's history: was this a clone with its full history?");
    stubs.next().ok_or_else(none)
}

fn git(root: &Path, args: &[&str]) -> Result<String, String> {
    let git = Command::new("git").args(args).current_dir(root).output();
    let git = git.map_err(|error| {
        format!("the stub is in Git's history, but git does not start: {error}")
    })?;
    if !git.status.success() {
        let told = String::from_utf8_lossy(&git.stderr);
        let told = told.lines().next().unwrap_or_default();
        return Err(format!("the stub is in Git's history, but git reports: {told}"));
    }
    String::from_utf8(git.stdout).map_err(|error| error.to_string())
}
