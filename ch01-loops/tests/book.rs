//! Keeps the front page, the lessons and the pages true to each other.

use std::fs;
use std::iter;
use std::path::{Path, PathBuf};

use ch01_loops::workshop::ladder::rungs;
use ch01_loops::workshop::workspace::{read, root};

const CHAPTERS: [&str; 4] = ["ch01-loops", "ch02-threads", "ch03-scheduler", "ch04-countup"];

fn lessons() -> [String; 4] {
    CHAPTERS.map(|chapter| read(&format!("{chapter}/README.md")))
}

/// The fenced `text` blocks of a page.
fn texts(page: &str) -> impl Iterator<Item = &str> {
    let blocks = page.split("\n```text\n").skip(1);
    blocks.filter_map(|rest| rest.split("\n```").next())
}

/// The tests of the lessons draw them.
#[test]
fn the_front_page_shows_pictures_of_the_lessons() {
    let (front, lessons) = (read("README.md"), lessons().join("\n"));
    let pictures = Vec::from_iter(texts(&front).filter(|text| text.contains('━')));
    assert!(!pictures.is_empty(), "the front page shows a timeline");
    for picture in pictures {
        let is_shown = texts(&lessons).any(|text| text.ends_with(picture));
        assert!(is_shown, "no lesson shows this:\n{picture}");
    }
}

#[test]
fn the_front_page_counts_the_exercises() {
    let count = rungs::read(&root()).expect("the ladder is there").len();
    let front = read("README.md");
    for words in [format!("A ladder of {count} rungs"), format!("`0 of {count} solved`")] {
        assert!(front.contains(&words), "the front page does not say {words:?}");
    }
}

/// The front page, the lessons and the pages of exercises.
fn pages() -> impl Iterator<Item = (PathBuf, String)> {
    let exercises = CHAPTERS.map(|chapter| fs::read_dir(root().join(chapter).join("exercises")));
    let pages = exercises
        .into_iter()
        .flat_map(|files| files.expect("a folder"))
        .map(|file| file.expect("its name").path())
        .filter(|file| file.extension().is_some_and(|end| end == "md"));
    let folders = iter::once(".").chain(CHAPTERS);
    let lessons = folders.map(|folder| root().join(folder).join("README.md"));
    lessons.chain(pages).map(|file| (file.clone(), text(&file)))
}

/// Links within the clone and within a page. There are few to elsewhere, and a test must not
/// need a network.
#[test]
fn every_link_leads_somewhere() {
    let mut links = 0;
    for (file, page) in pages() {
        for target in targets(&page).filter(|target| !target.starts_with("https://")) {
            let (path, anchor) = target.split_once('#').unwrap_or((target, ""));
            let linked = match path {
                "" => page.clone(),
                path => text(&file.with_file_name(path)),
            };
            let mut anchors = linked.lines().filter(|line| line.starts_with('#')).map(slug);
            let leads = anchor.is_empty() || anchors.any(|slug| slug == anchor);
            assert!(leads, "{}: {target}", file.display());
            links += 1;
        }
    }
    assert!(links >= CHAPTERS.len(), "the front page links to each chapter");
}

/// The tests of the lessons run those whose outcome is shown.
#[test]
fn every_command_names_what_there_is() {
    let ladder = rungs::read(&root()).expect("the ladder");
    for (file, page) in pages() {
        let lines = page.split('`').flat_map(str::lines);
        for line in lines.filter(|line| line.starts_with("cargo ")) {
            let words = Vec::from_iter(line.split(' '));
            let after = |option| words.windows(2).find(|pair| pair[0] == option);
            let package = after("-p").map_or(".", |pair| pair[1]);
            let exists = |path: &str| root().join(package).join(path).exists();
            let mut right = exists("Cargo.toml");
            if let Some([_, example]) = after("--example") {
                right &= exists(&format!("examples/{example}.rs"));
            }
            if words[1] == "exercises" {
                let names = words[2..].iter().filter(|word| !word.starts_with("--"));
                let is_name = |name| name == "NAME" || ladder.iter().any(|rung| rung.name == name);
                right &= names.copied().all(is_name);
            }
            assert!(right, "{}: {line}", file.display());
        }
    }
}

/// In the book that `cargo doc` makes, a crate is a folder, and so is a module.
#[test]
fn every_link_of_the_book_leads_somewhere() {
    for chapter in CHAPTERS {
        let lib = read(&format!("{chapter}/src/lib.rs")).replace("//! ", "");
        let book = lib + &read(&format!("{chapter}/src/links.md"));
        for target in targets(&book).filter_map(|target| target.strip_suffix("/index.html")) {
            let target = target.trim_start_matches("../");
            let (module, exercise) = target.split_once('/').unwrap_or((target, "README"));
            let page = match exercise {
                "front_page" => "README.md".to_owned(),
                exercise => format!("{}/{exercise}.md", module.replace('_', "-")),
            };
            assert!(root().join(&page).exists(), "{chapter} links to {page}");
        }
    }
}

/// The targets of links: `[text](target)` and `[label]: target`.
fn targets(page: &str) -> impl Iterator<Item = &str> {
    let within = page.split("](").skip(1).filter_map(|rest| rest.split(')').next());
    let lines = page.lines().filter(|line| line.starts_with('['));
    within.chain(lines.filter_map(|line| Some(line.split_once("]: ")?.1)))
}

/// The anchor that a heading gets.
fn slug(heading: &str) -> String {
    let text = heading.trim_start_matches('#').trim().to_lowercase();
    let kept = text.chars().filter(|c| c.is_alphanumeric() || " -_".contains(*c));
    kept.map(|c| if c == ' ' { '-' } else { c }).collect()
}

fn text(file: &Path) -> String {
    fs::read_to_string(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()))
}
