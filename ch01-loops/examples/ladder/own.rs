//! The learner's file: the stub that it began as, and the hunt, in which our solution with a
//! fault takes its place. Nothing that a learner wrote is ever overwritten.

use std::fs;
use std::path::Path;
use std::process::Command;

use ch01_loops::workshop::ladder::faults;
use ch01_loops::workshop::ladder::outcome::Outcome;
use ch01_loops::workshop::ladder::rungs::Rung;

use super::notes;

/// The end of the name that the learner's own file has during the hunt.
const MINE: &str = ".mine.rs";

/// Returns whether the exercise is as it was cloned: the first check reaches a `todo!()`, or all
/// predictions are empty.
pub fn is_untouched(rung: &Rung, outcome: &Outcome) -> bool {
    let source = source(rung);
    let predictions = source.matches("= &[").count();
    outcome.ends_at_todo() || predictions > 0 && predictions == source.matches("= &[]").count()
}

/// Returns whether a `todo!()` or an empty prediction is left.
pub fn has_todo(rung: &Rung) -> bool {
    let source = source(rung);
    let mut code = source.lines().filter_map(|line| line.split("//").next());
    code.any(|code| code.contains("todo!(") || code.contains("= &[]"))
}

/// Returns whether a fault has taken the place of the learner's file.
pub fn is_hunted(rung: &Rung) -> bool {
    Path::new(&rung.file(MINE)).exists()
}

fn source(rung: &Rung) -> String {
    fs::read_to_string(rung.file(".rs")).unwrap_or_default()
}

/// Puts the stub back. Returns what to report.
pub fn reset(rung: &Rung) -> Result<String, String> {
    if is_hunted(rung) {
        return Err(format!(
            "your own file must come back first: cargo exercises --mine {}",
            rung.name
        ));
    }
    let file = rung.file(".rs");
    let stub = stub(rung)?;
    if source(rung) == stub {
        return Ok(format!("{file} is already the stub"));
    }
    let kept = keep(rung)?;
    write(&file, &stub)?;
    Ok(format!("{file} is the stub again{kept}"))
}

/// Puts our solution with one of its faults, another each time, in the place of the learner's
/// file. Returns what to report.
pub fn hunt(ladder: &[Rung], rung: &Rung) -> Result<String, String> {
    let Rung { name, .. } = rung;
    let [file, mine, check] = [".rs", MINE, ".check.rs"].map(|ending| rung.file(ending));
    let mut faults = faults::read(Path::new(""), ladder)?;
    faults.retain(|fault| fault.rung == *rung && fault.is_for_the_hunt());
    if faults.is_empty() {
        return Err(format!("{name} has no fault for the hunt"));
    }
    let (number, count) = (notes::turn(rung, "bug", faults.len())?, faults.len());
    let fault = faults[number].source(Path::new(""))?;
    // An edit that takes a line away leaves its indentation.
    let is_kept = |line: &&str| line.is_empty() || !line.trim().is_empty();
    let code = fault.lines().skip(1).filter(is_kept).collect::<Vec<_>>().join("\n");
    let kept = match is_hunted(rung) {
        true => keep(rung)?,
        false => rename(&file, &mine).map(|()| String::new())?,
    };
    write(&file, &format!("//! Our solution to `{name}`, with one fault.\n{code}\n"))?;
    // Else the edit could show in how its lines are broken.
    let _ = Command::new("rustfmt").args(["--edition", "2024"]).arg(&file).output();
    notes::write(&notes::file(rung, "fault"), source(rung))?;

    let check = fs::read_to_string(check).unwrap_or_default();
    let head = check.lines().map_while(|line| line.strip_prefix("//!"));
    let demands = head.skip_while(|line| !line.is_empty()).collect::<Vec<_>>().join("\n");
    Ok(format!(
        "{file} is now our solution, with one fault ({} of {count}){kept}.
What its check demands:
{}

One thing is wrong. Find it by reading, mend it, and check:
  cargo exercises {name}
Your own file is {mine}. It comes back with:
  cargo exercises --mine {name}",
        number + 1,
        demands.trim_end()
    ))
}

/// Ends the hunt: the learner's own file comes back. Returns what to report.
pub fn back(rung: &Rung) -> Result<String, String> {
    let [file, mine] = [".rs", MINE].map(|ending| rung.file(ending));
    if !is_hunted(rung) {
        return Ok(format!("{file} is already your own"));
    }
    let kept = keep(rung)?;
    rename(&mine, &file)?;
    // Else Cargo would take it for the older file that it is.
    let _ = notes::renew(rung);
    Ok(format!("{file} is your own again{kept}"))
}

/// Moves the exercise to a new file beside it, unless it is a fault as we made it. Returns what
/// to report.
fn keep(rung: &Rung) -> Result<String, String> {
    let file = rung.file(".rs");
    let as_made = |text| fs::read(notes::file(rung, "fault")).is_ok_and(|fault| fault == text);
    if !Path::new(&file).exists() || fs::read(&file).is_ok_and(as_made) {
        return Ok(String::new());
    }
    let mut names = (1..).map(|number| rung.file(&format!(".kept-{number}.rs")));
    let kept = names.find(|name| !Path::new(name).exists()).expect("there is one more number");
    rename(&file, &kept)?;
    Ok(format!("; what you wrote is in {kept}"))
}

fn rename(from: &str, to: &str) -> Result<(), String> {
    fs::rename(from, to).map_err(|error| format!("cannot move {from} to {to}: {error}"))
}

fn write(file: &str, text: &str) -> Result<(), String> {
    fs::write(file, text).map_err(|error| format!("cannot write {file}: {error}"))
}

/// The stub, from Git's history: as it was when its check, our solution or its page last
/// changed, because a learner changes and commits only the exercise. A version without a
/// hole is not a stub, whatever else was committed with it.
fn stub(rung: &Rung) -> Result<String, String> {
    let git = |args: &[&str]| match Command::new("git").args(args).output() {
        Ok(output) if output.status.success() => {
            Ok(String::from_utf8_lossy(&output.stdout).into_owned())
        }
        Ok(output) => Err(String::from_utf8_lossy(&output.stderr).trim().replace('\n', "; ")),
        Err(error) => Err(error.to_string()),
    };
    let solution = format!("{}/solutions/{}.rs", rung.chapter, rung.name);
    let [file, check, page] = [".rs", ".check.rs", ".md"].map(|ending| rung.file(ending));
    git(&["log", "--format=%H", "--", &check, &page, &solution])
        .map_err(|error| format!("the stub is in Git's history, but git reports: {error}"))?
        .lines()
        .filter_map(|commit| git(&["show", &format!("{commit}:./{file}")]).ok())
        .find(|text| text.contains("todo!(") || text.contains("= &[]"))
        .ok_or_else(|| {
            format!("no stub of {file} in Git's history: was this a clone with its full history?")
        })
}
