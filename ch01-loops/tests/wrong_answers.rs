//! Tests the checks of all exercises with lists of wrong answers: each must fail the named
//! check, with the question that fits. A few right answers of another shape must pass. The
//! lists are `tests/wrong-answers.txt` in each chapter.
//!
//! All of them, which takes a minute or two, or those whose first line has a word in it:
//!
//! ```console
//! cargo test -p ch01-loops --test wrong_answers -- --ignored
//! WRONG_ANSWERS=first_in cargo test -p ch01-loops --test wrong_answers -- --ignored
//! ```
//!
//! An entry of a list is an edit of our solution. Blank lines separate entries:
//!
//! ```text
//! first_in: takes the newest first                 the exercise, and what is wrong
//! - self.ready.pop_front()                         a text of our solution, found once;
//! + self.ready.pop_back()                          what replaces it; more such pairs
//! ! check_03_first_in_first_out: which end         the check that fails: and words of it
//! ```
//!
//! `! compiler: words` is an answer that does not compile, `= passes` a right one, and `#`
//! begins a comment.

#[path = "common/copy.rs"]
mod copy;

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::path::PathBuf;
use std::process::Stdio;
use std::sync::Mutex;
use std::thread;

use ch01_loops::workshop::cargo;
use ch01_loops::workshop::ladder::outcome::Outcome;
use ch01_loops::workshop::ladder::rungs::{self, Rung};
use copy::{Copy, read, root};

/// The fewest wrong answers for each exercise.
const FEWEST: usize = 3;

/// One entry of a list.
struct Answer {
    rung: Rung,
    /// Its first line.
    title: String,
    /// What is replaced by what in our solution.
    edits: Vec<(String, String)>,
    expected: Expected,
}

enum Expected {
    Passes,
    /// This check fails, or the compiler, and says these words.
    Fails(String, String),
}

#[test]
fn each_is_an_edit_of_our_solution() {
    let answers = answers();
    let wrong = answers.iter().filter_map(|answer| answer.source().err());
    let wrong: Vec<String> = wrong.collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
#[ignore = "takes a minute or two"]
fn each_is_caught_and_asked_its_question() {
    let mut answers = answers();
    match env::var("WRONG_ANSWERS") {
        Ok(word) => answers.retain(|answer| answer.title.contains(&word)),
        Err(_) => there_are_enough(&answers),
    }
    assert!(!answers.is_empty(), "no answer has that word");

    let copy = Copy::of_the_workspace("wrong_answers");
    // One round puts the first answer of each exercise in place, the next the second …
    let mut rounds: Vec<Vec<Answer>> = Vec::new();
    let mut seen = BTreeMap::new();
    for answer in answers {
        let round = seen.entry(answer.rung.name.clone()).or_insert(0);
        if *round == rounds.len() {
            rounds.push(Vec::new());
        }
        rounds[*round].push(answer);
        *round += 1;
    }
    let wrong: Vec<String> = rounds.iter().flat_map(|round| run(&copy, round)).collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n\n"));
}

/// Puts these answers in place, at most one for an exercise, and checks them. Returns
/// what is wrong.
fn run(copy: &Copy, answers: &[Answer]) -> Vec<String> {
    for answer in answers {
        let source = answer.source().expect("it is an edit of our solution");
        let file = copy.root().join(answer.rung.file(".rs"));
        fs::write(file, source).expect("the copy can be written");
    }
    let target = copy.target();
    let mut args = vec!["--target-dir", target.to_str().expect("the path is UTF-8")];
    args.extend(answers.iter().flat_map(|answer| ["--test", &answer.rung.name]));
    let built = cargo::build(copy.root(), &args, Stdio::piped()).expect("cargo builds");

    let waiting = Mutex::new(answers.iter());
    let wrong = Mutex::new(Vec::new());
    let processors = thread::available_parallelism().map_or(1, usize::from);
    thread::scope(|scope| {
        for _ in 0..processors {
            scope.spawn(|| {
                loop {
                    let next = waiting.lock().expect("no panic").next();
                    let Some(answer) = next else { return };
                    let package = copy.root().join(&answer.rung.chapter);
                    let built = &built[&answer.rung.name];
                    let outcome = match &answer.expected {
                        Expected::Passes => Outcome::of(built, &package, &[]),
                        // The others may fail, too, and take their time.
                        Expected::Fails(check, _) => {
                            Outcome::of(built, &package, &["--exact", check])
                        }
                    };
                    if let Err(instead) = answer.meets(&outcome) {
                        let line = format!("{}\n  {instead}", answer.title);
                        wrong.lock().expect("no panic").push(line);
                    }
                }
            });
        }
    });
    wrong.into_inner().expect("no panic")
}

impl Answer {
    /// Our solution with the edits.
    fn source(&self) -> Result<String, String> {
        let Rung { name, chapter, .. } = &self.rung;
        let solution = root().join(format!("{chapter}/solutions/{name}.rs"));
        let mut source = read(&solution);
        for (old, new) in &self.edits {
            let count = source.matches(old).count();
            if count != 1 {
                let title = &self.title;
                return Err(format!("{title}: our solution has this {count} times:\n{old}"));
            }
            source = source.replacen(old, new, 1);
        }
        Ok(source)
    }

    /// Whether it came out as it must, or what happened instead.
    fn meets(&self, outcome: &Outcome) -> Result<(), String> {
        let said = |outcome: &Outcome| match outcome {
            Outcome::Broken(error) => format!("it does not compile:\n{error}"),
            Outcome::Checked { failed, .. } => {
                let failed = failed.iter();
                let said = failed.map(|failed| format!("{} says:\n{}", failed.name, failed.words));
                said.collect::<Vec<_>>().join("\n")
            }
        };
        let (check, words) = match &self.expected {
            Expected::Passes if outcome.is_solved() => return Ok(()),
            Expected::Passes => return Err(format!("must pass, but {}", said(outcome))),
            Expected::Fails(check, _) if said(outcome).is_empty() => {
                return Err(format!("{check} does not fail"));
            }
            Expected::Fails(check, words) => (check, words),
        };
        let told = match outcome {
            Outcome::Broken(error) => Some(error),
            Outcome::Checked { failed, .. } => {
                let named = failed.iter().find(|failed| failed.name == *check);
                named.map(|failed| &failed.words)
            }
        };
        if !told.is_some_and(|told| told.contains(words)) {
            return Err(format!("{check} must say {words:?}, but {}", said(outcome)));
        }
        // The place that a panic names comes first: a helper's tells a learner nothing.
        let place = told.and_then(|told| told.lines().next()).unwrap_or_default();
        if place.contains(".rs:") && !place.contains(&format!("exercises/{}.", self.rung.name)) {
            return Err(format!("{check} names another place: {place}"));
        }
        Ok(())
    }
}

/// All entries of all lists.
fn answers() -> Vec<Answer> {
    let ladder = rungs::read(&root()).expect("the ladder is there");
    let mut chapters: Vec<&str> = ladder.iter().map(|rung| &*rung.chapter).collect();
    chapters.dedup();
    let mut answers = Vec::new();
    for chapter in chapters {
        let list: PathBuf = root().join(chapter).join("tests/wrong-answers.txt");
        if !list.exists() {
            continue;
        }
        let list = read(&list);
        let lines = list.lines().filter(|line| !line.starts_with('#'));
        let lines: Vec<&str> = lines.collect();
        let entries = lines.split(|line| line.trim().is_empty());
        for entry in entries.filter(|entry| !entry.is_empty()) {
            let answer = parse(entry, &ladder);
            answers.push(answer.unwrap_or_else(|| {
                panic!(
                    "{chapter}: this entry is not as wrong_answers.rs describes one:\n{}",
                    entry.join("\n")
                )
            }));
        }
    }
    answers
}

fn parse(entry: &[&str], ladder: &[Rung]) -> Option<Answer> {
    let (title, rest) = entry.split_first()?;
    let (expected, edits) = rest.split_last()?;
    let (name, _) = title.split_once(": ")?;
    let expected = if *expected == "= passes" {
        Expected::Passes
    } else {
        let (check, words) = expected.strip_prefix("! ")?.split_once(": ")?;
        Expected::Fails(check.to_owned(), words.to_owned())
    };
    let edits = edits.chunk_by(|line, next| line.starts_with('-') || next.starts_with('+'));
    let edits = edits.map(|edit| {
        let text = |mark: char| {
            let lines = edit.iter().filter_map(|line| line.strip_prefix(mark));
            let lines = lines.map(|line| line.strip_prefix(' ').unwrap_or(line));
            lines.collect::<Vec<_>>().join("\n")
        };
        let whole = edit.iter().all(|line| line.starts_with(['-', '+']));
        (whole && edit[0].starts_with('-')).then(|| (text('-'), text('+')))
    });
    Some(Answer {
        rung: ladder.iter().find(|rung| rung.name == name)?.clone(),
        title: (*title).to_owned(),
        edits: edits.collect::<Option<_>>()?,
        expected,
    })
}

fn there_are_enough(answers: &[Answer]) {
    for rung in rungs::read(&root()).expect("the ladder is there") {
        let wrong = answers.iter().filter(|answer| {
            answer.rung.name == rung.name && matches!(answer.expected, Expected::Fails(..))
        });
        let count = wrong.count();
        assert!(count >= FEWEST, "{} has {count} wrong answers", rung.name);
    }
}
