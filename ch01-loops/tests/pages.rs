//! Keeps the pages of the exercises in one shape, and true to the ladder.

use std::fs;
use std::path::{Path, PathBuf};

use ch01_loops::workshop::ladder::rungs::{self, Rung};

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
    let heading: Vec<&str> = page.lines().nth(2).unwrap_or_default().split(" · ").collect();
    let [time, needs, last] = heading[..] else {
        return vec!["the line 'MINUTES minutes · needs … · needed for …'".into()];
    };
    // .ci/run says which rows are missing.
    if let Some((minutes, needed)) = row(rung) {
        expect(time == format!("{minutes} minutes"), format!("its row's {minutes} minutes"));
        for needed in needed.split('`').skip(1).step_by(2) {
            let needed = format!("`{needed}`");
            expect(needs.contains(&needed), format!("{needed}, which its row says it needs"));
        }
        expect(
            rung.optional == last.starts_with("optional"),
            format!("'optional' as in its row: {needed}"),
        );
    }

    expect(has(&format!("`{chapter}/exercises/{name}.rs`")), "the path of the exercise".into());
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
    expect(hints.len() == 2, format!("two hints; it has {}", hints.len()));
    if root().join(chapter).join("examples").join(name).with_extension("rs").exists() {
        let shown = page.lines().any(|line| {
            line.starts_with("cargo run ")
                && line.contains(&format!(" -p {chapter} --example {name} --features mine"))
        });
        expect(shown, "the command that runs the learner's own code".into());
    }

    let back = page.split_once("\nBack to [the lesson].").map(|(_, end)| end);
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
    missing
}

/// The minutes and the needs in the row of the rung, in its lesson.
fn row(rung: &Rung) -> Option<(String, String)> {
    let lesson = read(&format!("{}/README.md", rung.chapter));
    let row = format!("| [`{}`] |", rung.name);
    let row = lesson.lines().find(|line| line.starts_with(&row))?;
    let mut cells = row.rsplit('|').skip(1).map(str::trim).map(str::to_owned);
    let needs = cells.next()?;
    Some((cells.next()?, needs))
}
