//! Keeps the pages of the exercises in one shape, and true to the ladder.

use std::iter;

use ch01_loops::workshop::ladder::rungs::{self, Rung};
use ch01_loops::workshop::workspace::{read, root};

#[test]
fn each_page_has_all_that_a_learner_needs() {
    let ladder = rungs::read(&root()).expect("the ladder");
    let next = ladder.iter().skip(1).map(Some).chain(iter::once(None));
    let parts = ladder.iter().zip(next).flat_map(|(rung, next)| {
        missing(rung, next).into_iter().map(|part| format!("{}: {part}", rung.name))
    });
    let missing = parts.collect::<Vec<_>>().join("\n");
    assert!(missing.is_empty(), "pages lack:\n{missing}");
}

/// Lists what the page lacks.
fn missing(rung: &Rung, next: Option<&Rung>) -> Vec<String> {
    let Rung { name, chapter, .. } = rung;
    let page = read(&rung.file(".md"));
    let mut parts = vec![
        format!("\ncargo exercises {name}\n"),
        format!("`cargo exercises --bug {name}`"),
        format!("`{chapter}/exercises/{name}.rs`"),
        "\nBack to [the lesson].".to_owned(),
        "\n[the lesson]: ../README.md\n".to_owned(),
    ];
    parts.extend(rung.minutes.map(|minutes| format!("\n\n{minutes} minutes · ")));
    parts.extend((1..3).map(|hint| format!("<details><summary>Hint {hint}</summary>\n\n")));
    parts.extend(next.map(|next| format!("\n[`{}`]: ", next.name)));
    if root().join(format!("{chapter}/examples/{name}.rs")).exists() {
        parts.push(format!(" -p {chapter} --example {name} --features mine"));
    }
    parts.retain(|part| !page.contains(part));
    if !page.starts_with(&format!("# `{name}`: ")) {
        parts.push("a title".to_owned());
    }
    // GitHub does not read Markdown on that line.
    if page.lines().any(|line| line.contains("<summary>") && line.contains('`')) {
        parts.push("a summary with <code> in place of backticks".to_owned());
    }
    if rung.minutes.is_none() {
        parts.push("a row with minutes in the lesson".to_owned());
    }
    parts
}
