//! The lists of wrong answers, `tests/wrong-answers.txt` in each chapter. Each entry is an edit
//! of our solution; blank lines separate entries, and `#` begins a comment:
//!
//! ```text
//! first_in: takes the newest first                 the exercise, and what is wrong
//! ~ not for the hunt                               if reading does not find it
//! - self.ready.pop_front()                         a text of our solution, found once;
//! + self.ready.pop_back()                          what replaces it; more such pairs
//! ! check_03_first_in_first_out: which end         the check that fails: and part of its question
//! ```
//!
//! `! compiler: part` is an answer that does not compile, and `= passes` a right one.

use std::fs;
use std::path::Path;

use super::rungs::Rung;

/// A wrong answer, or a right one of another shape.
pub struct Entry {
    pub rung: Rung,
    /// Its first line.
    pub title: String,
    can_be_found: bool,
    /// Texts of our solution, and what replaces them.
    pub edits: Vec<(String, String)>,
    pub expected: Expected,
}

pub enum Expected {
    Passes,
    /// This check fails, or the compiler, and its message contains this.
    Fails(String, String),
}

impl Entry {
    /// Returns whether it is a fault that a reader can find: it compiles, and a check fails.
    pub fn is_for_the_hunt(&self) -> bool {
        let Expected::Fails(check, _) = &self.expected else { return false };
        self.can_be_found && check != "compiler"
    }

    /// Our solution with the edits.
    pub fn source(&self, root: &Path) -> Result<String, String> {
        let Rung { name, chapter, .. } = &self.rung;
        let path = format!("{chapter}/solutions/{name}.rs");
        let mut source = fs::read_to_string(root.join(&path))
            .map_err(|error| format!("cannot read {path}: {error}"))?;
        for (old, new) in &self.edits {
            let count = source.matches(old).count();
            if count != 1 {
                return Err(format!("{}: {path} has this {count} times:\n{old}", self.title));
            }
            source = source.replacen(old, new, 1);
        }
        Ok(source)
    }
}

/// All entries of all lists, in the order of the ladder's chapters.
pub fn read(root: &Path, ladder: &[Rung]) -> Result<Vec<Entry>, String> {
    let mut entries = Vec::new();
    for chapter in ladder.chunk_by(|rung, next| rung.chapter == next.chapter) {
        let path = format!("{}/tests/wrong-answers.txt", chapter[0].chapter);
        let list = fs::read_to_string(root.join(&path))
            .map_err(|error| format!("cannot read {path}: {error}"))?;
        let lines: Vec<&str> = list.lines().filter(|line| !line.starts_with('#')).collect();
        for lines in lines.split(|line| line.trim().is_empty()).filter(|lines| !lines.is_empty()) {
            let entry = entry(lines, chapter);
            entries.push(entry.ok_or_else(|| format!("{path}: no entry:\n{}", lines.join("\n")))?);
        }
    }
    Ok(entries)
}

fn entry(lines: &[&str], chapter: &[Rung]) -> Option<Entry> {
    let (title, rest) = lines.split_first()?;
    let (expected, edits) = rest.split_last()?;
    let (name, _) = title.split_once(": ")?;
    let expected = match expected.strip_prefix("! ").and_then(|fails| fails.split_once(": ")) {
        Some((check, part)) => Expected::Fails(check.to_owned(), part.to_owned()),
        None if *expected == "= passes" => Expected::Passes,
        None => return None,
    };
    let can_be_found = edits.first() != Some(&"~ not for the hunt");
    let mut pairs: Vec<[Vec<&str>; 2]> = Vec::new();
    for line in &edits[usize::from(!can_be_found)..] {
        let text =
            |mark| line.strip_prefix(mark).map(|text| text.strip_prefix(' ').unwrap_or(text));
        match (text('-'), pairs.last_mut()) {
            (Some(old), Some([olds, news])) if news.is_empty() => olds.push(old),
            (Some(old), _) => pairs.push([vec![old], Vec::new()]),
            (None, pair) => pair?[1].push(text('+')?),
        }
    }
    Some(Entry {
        rung: chapter.iter().find(|rung| rung.name == name)?.clone(),
        title: (*title).to_owned(),
        can_be_found,
        edits: pairs.iter().map(|[old, new]| (old.join("\n"), new.join("\n"))).collect(),
        expected,
    })
}
