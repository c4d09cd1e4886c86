//! Keeps the front page and the four lessons true to each other.

use std::fs;
use std::path::{Path, PathBuf};

const CHAPTERS: [&str; 4] = ["ch01-loops", "ch02-threads", "ch03-scheduler", "ch04-countup"];

fn top() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn lesson(chapter: &str) -> String {
    read(&top().join(chapter).join("README.md"))
}

/// The fenced `text` blocks of a page.
fn texts(page: &str) -> Vec<&str> {
    let blocks = page.split("\n```text\n").skip(1);
    blocks.filter_map(|rest| rest.split("\n```").next()).collect()
}

#[test]
fn the_front_page_shows_pictures_of_the_lessons() {
    let lessons = CHAPTERS.map(lesson).join("\n");
    let front = read(&top().join("README.md"));
    let pictures: Vec<&str> = texts(&front).into_iter().filter(|text| text.contains('━')).collect();
    assert_eq!(pictures.len(), 2, "the front page shows two timelines");
    for picture in pictures {
        assert!(
            texts(&lessons).iter().any(|text| text.ends_with(picture)),
            "no lesson shows this:\n{picture}"
        );
    }
}

#[test]
fn the_front_page_says_what_each_chapter_prints() {
    let front = read(&top().join("README.md"));
    for chapter in CHAPTERS {
        let row = front.lines().find(|line| line.starts_with(&format!("| [`{chapter}`]")));
        let row = row.unwrap_or_else(|| panic!("the front page has a row for {chapter}"));
        let lesson = lesson(chapter);
        let numbers = texts(&lesson)[0].lines();
        let numbers = numbers.take_while(|line| !line.starts_with(' '));
        let output = numbers.collect::<Vec<_>>().join(" ");
        assert!(row.contains(&format!("| {output}")), "{chapter} prints {output}, not\n{row}");
    }
}

#[test]
fn the_front_page_says_how_many_exercises_there_are_and_how_long_they_take() {
    let lessons = CHAPTERS.map(lesson).join("\n");
    let rows = lessons.lines().filter(|line| line.starts_with("| [`"));
    let minutes = rows.map(|row| row.rsplit(" | ").nth(1).and_then(|cell| cell.parse().ok()));
    let minutes: Vec<u32> = minutes.map(|cell| cell.expect("minutes")).collect();
    let hours = (minutes.iter().sum::<u32>() + 30) / 60;
    let front = read(&top().join("README.md"));
    for words in [format!("There are {}, ", minutes.len()), format!("about {hours} hours")] {
        assert!(front.contains(&words), "the front page does not say {words:?}");
    }
}

/// The first of the plans: a number of minutes and a chapter in each row.
#[test]
fn the_front_page_gives_each_chapter_the_minutes_that_its_lesson_plans() {
    let front = read(&top().join("README.md"));
    for (number, chapter) in (1..).zip(CHAPTERS) {
        let lesson = lesson(chapter);
        let (_, plan) = lesson
            .split_once("\n<details><summary>For instructors: ")
            .unwrap_or_else(|| panic!("{chapter} has a plan"));
        let rows = plan.lines().filter_map(|line| line.strip_prefix("| "));
        let minutes: u32 = rows.filter_map(|row| row.split(' ').next()?.parse::<u32>().ok()).sum();
        let words = match minutes {
            15 => "fifteen minutes,",
            25 => "twenty-five minutes,",
            35 => "thirty-five minutes,",
            _ => panic!("{chapter} plans {minutes} minutes: how is that spelt?"),
        };
        assert!(plan.starts_with(words), "{chapter} plans {minutes} minutes");
        let row = format!("\n| {minutes} chapter {number}");
        assert!(front.contains(&row), "the front page lacks {row:?}");
    }
}

/// The files of the book: the front page, the lessons, and the pages of exercises.
fn files() -> Vec<PathBuf> {
    let exercises = CHAPTERS.map(|chapter| fs::read_dir(top().join(chapter).join("exercises")));
    let exercises = exercises.into_iter().flatten().flatten();
    let pages = exercises.map(|file| file.expect("its name").path());
    let pages = pages.filter(|page| page.extension().is_some_and(|end| end == "md"));
    let lessons = [""].iter().chain(&CHAPTERS);
    let lessons = lessons.map(|folder| top().join(folder).join("README.md"));
    lessons.chain(pages).collect()
}

/// Where the links of a page lead: `[text](target)` and `[label]: target`.
fn targets(page: &str) -> Vec<&str> {
    let within = page.split("](").skip(1);
    let within = within.filter_map(|rest| rest.split(')').next());
    let lines = page.lines().filter(|line| line.starts_with('['));
    let defined = lines.filter_map(|line| Some(line.split_once("]: ")?.1));
    within.chain(defined).collect()
}

/// Links within the clone and within a page; there are few to elsewhere, and a
/// test must not need a network.
#[test]
fn every_link_leads_somewhere() {
    let mut links = 0;
    for file in files() {
        let page = read(&file);
        let here = |target: &&str| !target.starts_with("https://");
        for target in targets(&page).into_iter().filter(here) {
            let (path, anchor) = target.split_once('#').unwrap_or((target, ""));
            let linked =
                if path.is_empty() { page.clone() } else { read(&file.with_file_name(path)) };
            let mut headings = linked.lines().filter(|line| line.starts_with('#')).map(slug);
            assert!(
                anchor.is_empty() || headings.any(|slug| slug == anchor),
                "{}: {target}",
                file.display()
            );
            links += 1;
        }
    }
    assert!(links >= CHAPTERS.len(), "the front page links to each chapter");
}

/// In the book that `cargo doc` makes, a chapter is a folder with the crate's name.
#[test]
fn the_book_links_from_chapter_to_chapter() {
    for (number, chapter) in CHAPTERS.iter().enumerate() {
        let page = read(&top().join(chapter).join("src").join("lib.rs"));
        let links: Vec<&str> = page.split("](../").skip(1).collect();
        let neighbours = [number.wrapping_sub(1), number + 1];
        let neighbours = neighbours.iter().filter_map(|&number| CHAPTERS.get(number));
        for (link, neighbour) in links.iter().zip(neighbours.clone()) {
            let folder = format!("{}/index.html)", neighbour.replace('-', "_"));
            assert!(link.starts_with(&folder), "{chapter} links to {neighbour}");
        }
        assert_eq!(links.len(), neighbours.count(), "{chapter}");
    }
}

/// The anchor that a heading gets.
fn slug(heading: &str) -> String {
    let text = heading.trim_start_matches('#').trim().to_lowercase();
    let kept = text.chars().filter(|c| c.is_alphanumeric() || " -_".contains(*c));
    kept.map(|c| if c == ' ' { '-' } else { c }).collect()
}
