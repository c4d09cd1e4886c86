//! The hints on an exercise's page.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use ch01_loops::workshop::ladder::rungs::Rung;

/// The hint after the one shown last time; after the last hint, the first.
pub fn next_hint(root: &Path, rung: &Rung) -> Result<String, String> {
    let page = rung.file(".md");
    let text = fs::read_to_string(root.join(&page));
    let text = text.map_err(|error| format!("cannot read {page}: {error}"))?;
    let hints = hints(&text);
    if hints.is_empty() {
        return Err(format!("{page} has no hints"));
    }

    // In the target directory, so that `cargo clean` forgets it and Git never sees it.
    let target = env::var_os("CARGO_TARGET_DIR").map_or(root.join("target"), PathBuf::from);
    let notes = target.join("hints");
    let note = notes.join(&rung.name);
    let shown = fs::read_to_string(&note).ok().and_then(|shown| shown.parse().ok());
    let number = shown.unwrap_or(0) % hints.len();
    fs::create_dir_all(&notes)
        .and_then(|()| fs::write(&note, (number + 1).to_string()))
        .map_err(|error| format!("cannot write {}: {error}", note.display()))?;
    Ok(format!("Hint {} of {}\n\n{}", number + 1, hints.len(), hints[number]))
}

/// The folded parts of a page whose summary begins with `Hint`.
fn hints(page: &str) -> Vec<&str> {
    let folded = page.split("<details>").skip(1);
    let folded = folded.filter_map(|rest| rest.split("</details>").next());
    folded
        .filter_map(|folded| {
            folded.trim_start().strip_prefix("<summary>")?.split_once("</summary>")
        })
        .filter(|(summary, _)| summary.starts_with("Hint"))
        .map(|(_, hint)| hint.trim())
        .collect()
}

/// The command that runs the exercise's demonstration with the learner's code.
pub fn demonstration(root: &Path, rung: &Rung) -> Option<String> {
    let text = fs::read_to_string(root.join(rung.file(".md"))).ok()?;
    let mut lines = text.lines();
    let command = lines.find(|line| line.starts_with("cargo run ") && line.contains(" mine"))?;
    Some(command.to_owned())
}
