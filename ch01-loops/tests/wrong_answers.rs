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

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::sync::{Mutex, mpsc};
use std::thread;

use ch01_loops::workshop::cargo::Built;
use ch01_loops::workshop::ladder::faults::{self, Entry, Expected};
use ch01_loops::workshop::ladder::outcome::{Failed, Outcome, Panic};
use ch01_loops::workshop::ladder::rungs;
use ch01_loops::workshop::workspace::{Project, root};

/// The fewest wrong answers for each exercise, and the fewest right ones of another shape.
/// A prediction has no other shape.
const FEWEST: [usize; 2] = [8, 2];

#[test]
fn each_is_an_edit_of_our_solution() {
    let errors = entries().into_iter().filter_map(|entry| entry.source(&root()).err());
    let wrong = errors.collect::<Vec<_>>().join("\n");
    assert!(wrong.is_empty(), "\n{wrong}");
}

#[test]
fn each_exercise_has_enough() {
    let entries = entries();
    for rung in rungs::read(&root()).expect("the ladder") {
        let passes = |entry: &&Entry| matches!(entry.expected, Expected::Passes);
        let of_rung = entries.iter().filter(|entry| entry.rung == rung);
        let (right, wrong): (Vec<_>, Vec<_>) = of_rung.partition(passes);
        let enough = wrong.len() >= FEWEST[0] && right.len() >= FEWEST[1];
        let is_prediction = rung.name == "predict" && wrong.len() >= FEWEST[0];
        assert!(enough || is_prediction, "{}: {}, {}", rung.name, wrong.len(), right.len());
    }
}

#[test]
#[ignore = "takes a minute or two"]
fn each_is_caught_and_asked_its_question() {
    let mut entries = entries();
    if let Ok(part) = env::var("WRONG_ANSWERS") {
        entries.retain(|entry| entry.title.contains(&part));
        assert!(!entries.is_empty(), "no title has this part: {part}");
    }
    // One round puts the first answer of each exercise in place, the next the second …
    let mut rounds: Vec<Vec<&Entry>> = Vec::new();
    let mut seen = BTreeMap::new();
    for entry in &entries {
        let round = seen.entry(&entry.rung.name).or_insert(0);
        if *round == rounds.len() {
            rounds.push(Vec::new());
        }
        rounds[*round].push(entry);
        *round += 1;
    }

    let copy = Project::copy(env!("CARGO_TARGET_TMPDIR"), "wrong-answers");
    let (send, built) = mpsc::channel();
    let (built, wrong) = (Mutex::new(built), Mutex::new(Vec::new()));
    let missed = Mutex::new(Vec::new());
    let checker = || {
        while let Ok((entry, built)) = { built.lock().expect("no panic").recv() } {
            let outcome = check(&copy, entry, &built);
            if outcome.is_solved() && matches!(entry.expected, Expected::Fails(..)) {
                missed.lock().expect("no panic").push((entry, built));
                continue;
            }
            wrong.lock().expect("no panic").extend(meets(entry, &outcome).err());
            let _ = built.program.map(fs::remove_file);
        }
    };
    // Many a wrong answer hangs until its check gives up, and takes no processor meanwhile.
    let checkers = 2 * thread::available_parallelism().map_or(1, usize::from);
    thread::scope(|scope| {
        for _ in 0..checkers {
            scope.spawn(checker);
        }
        let send = send;
        for (number, round) in rounds.iter().enumerate() {
            for result in build(&copy, number, round) {
                send.send(result).expect("somebody checks it");
            }
        }
    });
    // A race is found in most runs, not in all, and in fewer beside the other answers.
    let mut wrong = wrong.into_inner().expect("no panic");
    for (entry, built) in missed.into_inner().expect("no panic") {
        let again = |result: Result<_, _>, _| {
            result.or_else(|_: String| meets(entry, &check(&copy, entry, &built)))
        };
        wrong.extend((0..8).fold(Err(String::new()), again).err());
    }
    let wrong = wrong.join("\n\n");
    assert!(wrong.is_empty(), "\n{wrong}");
}

/// Puts these answers in place, at most one for an exercise, and builds their checks. The
/// programs are moved out of the way of the next round.
fn build<'a>(copy: &Project, round: usize, entries: &[&'a Entry]) -> Vec<(&'a Entry, Built)> {
    for entry in entries {
        let source = entry.source(&root()).expect("it is an edit of our solution");
        copy.write(&entry.rung.file(".rs"), &source);
    }
    let args = Vec::from_iter(entries.iter().flat_map(|entry| ["--test", &entry.rung.name]));
    let mut built = copy.build(&args);
    let built = entries.iter().map(|entry| {
        let mut built = built.remove(&entry.rung.name).unwrap_or_default();
        if let Some(program) = &mut built.program {
            let moved = program.with_extension(format!("{round}.exe"));
            fs::rename(&program, &moved).expect("it can be moved");
            *program = moved;
        }
        (*entry, built)
    });
    built.collect()
}

fn check(copy: &Project, entry: &Entry, built: &Built) -> Outcome {
    // The other checks may fail, too, and take their time.
    let only = match &entry.expected {
        Expected::Fails(check, _) => Some(check.as_str()),
        Expected::Passes => None,
    };
    Outcome::of(built, &copy.folder.join(&entry.rung.chapter), only)
}

/// Nothing if the outcome is the expected one; otherwise, what happened instead.
fn meets(entry: &Entry, outcome: &Outcome) -> Result<(), String> {
    let wrong = |instead| Err(format!("{}\n  {instead}", entry.title));
    let (failed, error) = match outcome {
        Outcome::Broken(error) => (&[] as &[Failed], Some(("compiler", error.clone()))),
        Outcome::Checked { failed, .. } => (&failed[..], None),
    };
    let messages = failed.iter().map(|failed| (failed.name.as_str(), failed.message()));
    let messages: Vec<_> = messages.chain(error).collect();
    let all = messages.iter().map(|(name, message)| format!("\n{name}: {message}"));
    let all = if messages.is_empty() { "nothing fails".to_owned() } else { all.collect() };
    let (check, part) = match &entry.expected {
        Expected::Passes if outcome.is_solved() => return Ok(()),
        Expected::Passes => return wrong(format!("must pass, but: {all}")),
        Expected::Fails(check, part) => (check, part),
    };
    if !messages.iter().any(|(name, message)| name == check && message.contains(part)) {
        return wrong(format!("{check} must ask {part:?}, but: {all}"));
    }
    // A helper's place tells a learner nothing.
    let ours = format!("exercises/{}.", entry.rung.name);
    let elsewhere = |panic: &&Panic| panic.place.contains(".rs:") && !panic.place.contains(&ours);
    match failed.first().and_then(|failed| failed.panics.first()).filter(elsewhere) {
        Some(Panic { place, .. }) => wrong(format!("{check} names another place: {place}")),
        None => Ok(()),
    }
}

fn entries() -> Vec<Entry> {
    let ladder = rungs::read(&root()).expect("the ladder");
    faults::read(&root(), &ladder).unwrap_or_else(|error| panic!("{error}"))
}
