//! Reads an exercise's page.

use std::fs;

use ch01_loops::workshop::ladder::rungs::Rung;

use super::notes;

/// The hint after the one shown last time; after the last hint, the first.
pub fn next_hint(rung: &Rung) -> Result<String, String> {
    let page = rung.file(".md");
    let text = fs::read_to_string(&page).map_err(|error| format!("cannot read {page}: {error}"))?;
    let hints = hints(&text);
    if hints.is_empty() {
        return Err(format!("{page} has no hints"));
    }
    let number = notes::turn(rung, "hint", hints.len())?;
    Ok(format!("Hint {} of {}\n\n{}", number + 1, hints.len(), hints[number]))
}

/// The folded parts of a page whose summary begins with `Hint`.
fn hints(page: &str) -> Vec<&str> {
    page.split("<details><summary>Hint")
        .skip(1)
        .filter_map(|rest| rest.split("</details>").next()?.split_once("</summary>"))
        .map(|(_, hint)| hint.trim())
        .collect()
}

/// The command that runs the exercise's demonstration with the learner's code.
pub fn demonstration(rung: &Rung) -> Option<String> {
    let text = fs::read_to_string(rung.file(".md")).ok()?;
    let mut lines = text.lines();
    let command = lines.find(|line| line.starts_with("cargo run ") && line.contains(" mine"))?;
    Some(command.to_owned())
}
