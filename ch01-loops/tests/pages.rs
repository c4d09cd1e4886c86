//! Keeps the pages of the exercises in one shape, and true to the ladder.

#[path = "../examples/exercises/rungs.rs"]
#[allow(dead_code, reason = "the ladder's program uses all of it")]
mod rungs;

use std::fs;
use std::path::{Path, PathBuf};

use rungs::Rung;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_default()
}

#[test]
fn each_page_has_all_that_a_learner_needs() {
    let ladder = rungs::read(&root()).expect("the ladder");
    let next = ladder.iter().skip(1).map(|rung| rung.name.as_str());
    let mut wrong = Vec::new();
    let mut pages = 0;
    for (rung, next) in ladder.iter().zip(next.map(Some).chain([None])) {
        let page = read(&rung.file(".md"));
        if page.is_empty() {
            continue; // .ci/run says which are missing
        }
        pages += 1;
        let missing = missing(rung, next, &page);
        wrong.extend(missing.iter().map(|part| format!("{}: {part}", rung.name)));
    }
    assert!(pages > 0, "there are pages");
    assert!(wrong.is_empty(), "pages lack:\n{}", wrong.join("\n"));
}

/// What the page lacks, in words.
fn missing(rung: &Rung, next: Option<&str>, page: &str) -> Vec<String> {
    let Rung { name, chapter, .. } = rung;
    let mut missing = Vec::new();
    let mut expect = |holds: bool, part: String| {
        if !holds {
            missing.push(part);
        }
    };
    let has = |text: &str| page.contains(text);

    expect(page.starts_with(&format!("# `{name}`: ")), "a title".into());
    let (minutes, needed) = row(rung);
    let heading = page.lines().nth(2).unwrap_or_default();
    let parts: Vec<&str> = heading.split(" · ").collect();
    expect(
        parts.len() == 3
            && parts[0] == format!("{minutes} minutes")
            && parts[1].starts_with("needs "),
        format!("the line '{minutes} minutes · needs … · needed for …', as its row has it"),
    );
    for needed in needed.split('`').skip(1).step_by(2) {
        let needed = format!("`{needed}`");
        let said = parts.get(1).is_some_and(|needs| needs.contains(&needed));
        expect(
            said,
            format!("{needed} among what it needs, as its row has it"),
        );
    }
    expect(
        rung.optional == heading.contains("· optional"),
        format!("the word optional, as its row has it: {needed}"),
    );

    expect(
        has(&format!("`{chapter}/exercises/{name}.rs`")),
        "the path of the exercise".into(),
    );
    let check = format!("```console\ncargo test --test {name}\n```");
    expect(has(&check), format!("the command that checks it: {check}"));
    let hints: Vec<&str> = page.split("<details><summary>Hint ").skip(1).collect();
    for (number, hint) in [1, 2].iter().zip(&hints) {
        let folded = hint.strip_prefix(&format!("{number}</summary>\n\n"));
        let text = folded.and_then(|hint| Some(hint.split_once("\n\n</details>\n")?.0));
        expect(
            text.is_some_and(|text| text.len() > 60),
            format!("text in hint {number}, between empty lines"),
        );
    }
    expect(
        hints.len() == 2,
        format!("two hints; it has {}", hints.len()),
    );
    if root()
        .join(chapter)
        .join("examples")
        .join(name)
        .with_extension("rs")
        .exists()
    {
        let shown = page.lines().any(|line| {
            line.starts_with("cargo run ")
                && line.contains(&format!(" -p {chapter} --example {name} --features mine"))
        });
        expect(shown, "the command that runs the learner's own code".into());
    }

    let back = page
        .split_once("\nBack to [the lesson].")
        .map(|(_, end)| end);
    expect(back.is_some(), "the way back: Back to [the lesson].".into());
    expect(
        back.is_some_and(|end| end.contains("\n[the lesson]: ../README.md\n")),
        "the link to the lesson".into(),
    );
    if let Some(next) = next {
        let next = format!("[`{next}`]");
        let (links, ends) = (format!("\n{next}: "), back.unwrap_or_default());
        expect(
            ends.contains(&next) && ends.contains(&links),
            format!("a link to the next: {next}"),
        );
    }
    let book = read(&format!("{chapter}/src/exercises.rs"));
    expect(
        book.contains(&format!("exercises/{name}.md\"")),
        "a place in the book: src/exercises.rs".into(),
    );
    missing
}

/// The minutes and the needs in the row of the rung, in its lesson.
fn row(rung: &Rung) -> (String, String) {
    let lesson = read(&format!("{}/README.md", rung.chapter));
    let row = format!("| [`{}`] |", rung.name);
    let row = lesson.lines().find(|line| line.starts_with(&row));
    let mut cells = row.unwrap_or_default().rsplit('|').skip(1).map(str::trim);
    let mut cell = || cells.next().unwrap_or_default().to_owned();
    let needs = cell();
    (cell(), needs)
}
