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
//! `workshop::ladder::faults` describes an entry.

#[path = "common/copy.rs"]
mod copy;

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::process::Stdio;
use std::sync::Mutex;
use std::thread;

use ch01_loops::workshop::cargo;
use ch01_loops::workshop::ladder::faults::{self, Entry, Expected};
use ch01_loops::workshop::ladder::outcome::Outcome;
use ch01_loops::workshop::ladder::rungs;
use copy::{Copy, root};

/// The fewest wrong answers for each exercise.
const FEWEST: usize = 3;

#[test]
fn each_is_an_edit_of_our_solution() {
    let answers = answers();
    let wrong = answers.iter().filter_map(|answer| answer.source(&root()).err());
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
    let mut rounds: Vec<Vec<Entry>> = Vec::new();
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
fn run(copy: &Copy, answers: &[Entry]) -> Vec<String> {
    for answer in answers {
        let source = answer.source(&root()).expect("it is an edit of our solution");
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
                    if let Err(instead) = meets(answer, &outcome) {
                        let line = format!("{}\n  {instead}", answer.title);
                        wrong.lock().expect("no panic").push(line);
                    }
                }
            });
        }
    });
    wrong.into_inner().expect("no panic")
}

/// Whether it came out as it must, or what happened instead.
fn meets(answer: &Entry, outcome: &Outcome) -> Result<(), String> {
    let said = |outcome: &Outcome| match outcome {
        Outcome::Broken(error) => format!("it does not compile:\n{error}"),
        Outcome::Checked { failed, .. } => {
            let failed = failed.iter();
            let said = failed.map(|failed| format!("{} says:\n{}", failed.name, failed.words));
            said.collect::<Vec<_>>().join("\n")
        }
    };
    let (check, words) = match &answer.expected {
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
    if place.contains(".rs:") && !place.contains(&format!("exercises/{}.", answer.rung.name)) {
        return Err(format!("{check} names another place: {place}"));
    }
    Ok(())
}

/// All entries of all lists.
fn answers() -> Vec<Entry> {
    let ladder = rungs::read(&root()).expect("the ladder is there");
    faults::read(&root(), &ladder).unwrap_or_else(|error| panic!("{error}"))
}

fn there_are_enough(answers: &[Entry]) {
    for rung in rungs::read(&root()).expect("the ladder is there") {
        let wrong = answers.iter().filter(|answer| {
            answer.rung.name == rung.name && matches!(answer.expected, Expected::Fails(..))
        });
        let count = wrong.count();
        assert!(count >= FEWEST, "{} has {count} wrong answers", rung.name);
    }
}
