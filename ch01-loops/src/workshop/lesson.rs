//! Keeps the pages of a chapter true, its lesson and those of its exercises: runs the
//! programs that they show and compares the output with the pages.
//!
//! A page shows a command in a `console` block, or a whole program in a `rust` block, and
//! then, in a `text` block, its outcome; `…` in it is anything.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::iter;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::thread;
use std::time::Duration;

use super::cargo::{Built, Finished};
use super::program::{Chapter, command, lacks_resources, run};
use super::table::Table;
use super::workspace::Project;

/// The tests of a chapter's pages, and of tables that examples print for a count. `same` is that of
/// [`commands_print_what_they_say`].
#[doc(hidden)]
#[macro_export]
macro_rules! lesson {
    ($same:expr $(, $($example:literal: $count:literal),+)?) => {
        #[test]
        fn its_commands_print_what_it_says() {
            $crate::workshop::lesson::commands_print_what_they_say(&$crate::chapter!(), $same);
        }

        #[test]
        fn its_programs_do_what_it_says() {
            $crate::workshop::lesson::programs_do_what_they_say(&$crate::chapter!(), $same);
        }

        $(#[test]
        fn its_tables_have_the_shape_of_what_is_printed() {
            let chapter = $crate::chapter!();
            $($crate::workshop::lesson::table_has_the_shape(&chapter, $example, $count);)+
        })?
    };
}

/// The milliseconds that a second lasts in a run, and the columns by which its picture may
/// differ. A busy machine stretches a sleep, which a longer second forgives; a machine with
/// late timers stretches each.
const PATIENCE: [(u64, usize); 4] = [(20, 0), (200, 0), (1000, 1), (1000, 1)];

/// A fenced block of a page: its info string, and its lines.
#[derive(Clone, Debug)]
struct Block {
    info: String,
    text: String,
}

impl Block {
    fn is(&self, kind: &str) -> bool {
        self.info.split(',').any(|word| word == kind)
    }
}

fn blocks(page: &str) -> impl Iterator<Item = Block> {
    page.split("\n```").skip(1).step_by(2).map(|block| {
        let (info, text) = block.split_once('\n').unwrap_or((block, ""));
        Block { info: info.to_owned(), text: format!("{text}\n") }
    })
}

/// Each block of the chapter's lesson and of its pages, with its outcome.
fn shown(chapter: &Chapter) -> Vec<(Block, Option<Block>)> {
    let folder = Path::new(chapter.folder);
    let files = fs::read_dir(folder.join("exercises")).expect("the chapter has exercises");
    let files = files.map(|file| file.expect("its name").path());
    let pages = files.filter(|file| file.extension().is_some_and(|end| end == "md"));
    let mut shown = Vec::new();
    for page in iter::once(folder.join("README.md")).chain(pages) {
        let page = fs::read_to_string(page).expect("a page");
        let mut blocks = blocks(&page).peekable();
        while let Some(block) = blocks.next() {
            shown.push((block, blocks.next_if(|next| next.is("text"))));
        }
    }
    shown
}

/// Runs each `cargo run` whose output a page shows, with short seconds, and compares the
/// numbers or the picture. `same` puts numbers whose order is an accident of the run into
/// one that is not. A table has its own test.
pub fn commands_print_what_they_say(chapter: &Chapter, same: fn(&str) -> String) {
    let [mut outputs, mut pictures] = [0; 2];
    for (block, outcome) in shown(chapter) {
        let Some(Block { text: shown, .. }) = outcome else { continue };
        let line = block.text.trim_end();
        let is_table = shown.contains("\n-----");
        if !block.is("console") || !line.starts_with("cargo run ") || is_table {
            continue;
        }
        let (cargo, args) = line.split_once(" -- ").unwrap_or((line, ""));
        let words: Vec<&str> = cargo.split(' ').collect();
        let after = |option| words.windows(2).find(|pair| pair[0] == option).map(|pair| pair[1]);
        assert_eq!(after("-p"), Some(chapter.package), "{line}");
        // The learner's own code prints this when it is right, and ours now.
        let program =
            after("--example").map_or(PathBuf::from(chapter.program), |name| chapter.example(name));
        let is_picture = args.contains("--timeline") || args.contains("--live");
        let mut wrong = None;
        let is_right = PATIENCE.iter().any(|&(millis, columns)| {
            let Finished { stdout, stderr, status } = run_for(&program, args, millis);
            let is_right = if is_picture {
                looks_like(&stderr, &shown, columns)
                    || looks_like(&format!("{stdout}{stderr}"), &shown, columns)
            } else {
                agrees(&stdout, &shown, same)
            };
            wrong = Some(format!("$ {line}\n{stdout}{stderr}{status}"));
            is_right
        });
        assert!(is_right, "{}\na page shows\n{shown}", wrong.unwrap_or_default());
        outputs += usize::from(!is_picture);
        pictures += usize::from(is_picture);
    }
    assert!(outputs > 0 && pictures > 0, "the lesson shows output, and a timeline");
}

/// Runs a program with seconds of this length, or as it is when it knows no seconds.
fn run_for(program: &Path, args: &str, millis: u64) -> Finished {
    let second = (millis as f64 / 1000.0).to_string();
    let args = args.split_whitespace();
    let finished = run(command(program).args(args.clone()).args(["--second", &second]));
    let knows_no_second = finished.status.code() == Some(2);
    if knows_no_second { run(command(program).args(args)) } else { finished }
}

/// True if no mark of the pictures differs by more than these columns.
fn looks_like(drawn: &str, shown: &str, columns: usize) -> bool {
    let marks = |line: &str| {
        let before = iter::once(' ').chain(line.chars());
        let marks = line.chars().zip(before).enumerate();
        Vec::from_iter(marks.filter(|(_, (mark, before))| *mark != ' ' && mark != before))
    };
    drawn == shown
        || drawn.lines().count() == shown.lines().count()
            && drawn.lines().zip(shown.lines()).all(|(drawn, shown)| {
                let (drawn, shown) = (marks(drawn), marks(shown));
                let near = |((i, (one, _)), (j, (other, _))): ((usize, (char, _)), _)| {
                    one == other && i.abs_diff(j) <= columns
                };
                columns > 0 && drawn.len() == shown.len() && drawn.into_iter().zip(shown).all(near)
            })
}

/// True if this was printed, except for an accident of the run and for `…`.
fn agrees(printed: &str, shown: &str, same: fn(&str) -> String) -> bool {
    if !shown.contains('…') {
        return same(printed) == same(shown);
    }
    let mut rest = Some(printed);
    for part in shown.split('…').map(str::trim) {
        rest = rest.and_then(|rest| Some(rest.split_once(part)?.1));
    }
    rest.is_some()
}

/// Compares the table that a page shows below the command for the example `name` with one that
/// the example prints now, for a `count`: on Linux, where they come from, the same words and
/// figures of the same order.
pub fn table_has_the_shape(chapter: &Chapter, name: &str, count: &str) {
    let command = format!("cargo run --release -p {} --example {name}\n", chapter.package);
    let table = shown(chapter).into_iter().find(|(block, _)| block.text == command);
    let shown = table.and_then(|(_, table)| table).expect("a page shows it").text;
    let Some(printed) = chapter.printed(name, &[count]) else { return };
    if !cfg!(target_os = "linux") || printed.contains("unknown") {
        return;
    }
    assert_eq!(labels(&shown), labels(&printed));
    let (shown, printed) = (Table::first(&shown), Table::first(&printed));
    let each = shown.headings().iter().any(|heading| heading == "each");
    let amount = if each { "each" } else { "resident" };
    for (each, now) in shown.column(amount).into_iter().zip(printed.column(amount)) {
        // Zero where a few are lost in what was there before.
        let is_near = now == 0.0 || (0.1..10.0).contains(&(each / now));
        assert!(is_near, "{shown:?} {printed:?}");
    }
}

/// The words of a table, without its figures and their units.
fn labels(table: &str) -> Vec<&str> {
    let units = ["B", "KB", "MB", "GB", "ns", "µs", "ms", "s"];
    let is_figure = |word: &&str| word.starts_with(|c: char| c.is_ascii_digit());
    table.split_whitespace().filter(|word| !is_figure(word) && !units.contains(word)).collect()
}

/// Compiles each whole program whose outcome a page shows as a learner does, with Cargo in a
/// project that is empty otherwise, and runs it with short seconds. The outcome is its output,
/// the compiler's error, a failure, or a hang.
pub fn programs_do_what_they_say(chapter: &Chapter, same: fn(&str) -> String) {
    let blocks = shown(chapter);
    fragments_have_lines_of_programs(chapter, &blocks);
    let mut programs = Vec::from_iter(blocks.into_iter().filter_map(|(block, outcome)| {
        (block.is("rust") && block.text.contains("fn main()")).then_some((block, outcome?.text))
    }));
    assert!(!programs.is_empty(), "the pages show programs");

    let turns = Project::new(chapter.scratch, "turns");
    turns.write("Cargo.toml", "[package]\nname = \"turns\"\nedition = \"2024\"\n[workspace]\n");
    let mut wrong = Vec::new();
    for (millis, _) in PATIENCE {
        let names = Vec::from_iter((0..programs.len()).map(|number| format!("program-{number}")));
        for (name, (block, _)) in names.iter().zip(&programs) {
            let source = block.text.replace("from_secs(", &format!("from_millis({millis} * "));
            turns.write(&format!("src/bin/{name}.rs"), &source);
        }
        let args = Vec::from_iter(names.iter().flat_map(|name| ["--bin", name]));
        let mut built = turns.build(&args);
        wrong.clear();
        let mut names = names.iter();
        programs.retain(|(block, shown)| {
            let built = names.next().and_then(|name| built.remove(name)).unwrap_or_default();
            let result = outcome(&turns, &built, block, shown, same);
            wrong.extend(result.clone().err().map(|wrong| format!("{}\n{wrong}", block.text)));
            result.is_err()
        });
        if programs.is_empty() {
            return;
        }
    }
    panic!("{}", wrong.join("\n----\n"));
}

/// A fragment, which says `ignore` after its fence, is what is new in a whole program: of
/// the pages, of a demonstration, or of a check.
fn fragments_have_lines_of_programs(chapter: &Chapter, blocks: &[(Block, Option<Block>)]) {
    let folders = ["examples", "exercises"].map(|name| Path::new(chapter.folder).join(name));
    let files = folders.into_iter().flat_map(|folder| fs::read_dir(folder).expect("a folder"));
    let sources = files
        .map(|file| file.expect("its name").path())
        .filter(|file| file.extension().is_some_and(|end| end == "rs"))
        .map(|file| fs::read_to_string(file).expect("a program"));
    let programs = blocks.iter().filter(|(block, _)| block.text.contains("fn main()"));
    let whole: String = programs.map(|(block, _)| block.text.clone()).chain(sources).collect();
    let code = |line: &str| line.split(" // ").next().unwrap_or(line).trim().to_owned();
    let whole: BTreeSet<String> = whole.lines().map(code).collect();
    for (fragment, _) in blocks.iter().filter(|(block, _)| block.is("ignore")) {
        for line in fragment.text.lines() {
            assert!(whole.contains(&code(line)), "no whole program has {line:?}");
        }
    }
}

/// Nothing if the program does what the page says; otherwise, what it does.
fn outcome(
    turns: &Project,
    built: &Built,
    block: &Block,
    shown: &str,
    same: fn(&str) -> String,
) -> Result<(), String> {
    let Built { program, diagnostics } = built;
    let Some(program) = program else {
        let expected = block.is("compile_fail") && has_the_words(diagnostics, shown);
        return expected.then_some(()).ok_or_else(|| diagnostics.clone());
    };
    if block.is("compile_fail") || !diagnostics.is_empty() {
        return Err(format!("it compiles, with these warnings: {diagnostics:?}"));
    }
    if block.is("hangs") {
        return hangs(turns, program, shown);
    }
    let finished = run(command(program).current_dir(&turns.folder));
    let Finished { status, stdout, stderr } = &finished;
    let expected = match status.success() {
        true => agrees(stdout, shown, same),
        false => has_the_words(&format!("{stdout}{stderr}"), shown) || lacks_resources(&finished),
    };
    expected.then_some(()).ok_or_else(|| format!("{finished:#?}"))
}

/// Expects the program to print this and to be there still a second later.
fn hangs(turns: &Project, program: &Path, shown: &str) -> Result<(), String> {
    let file = turns.folder.join("printed");
    let mut command = command(program);
    command.stdout(File::create(&file).expect("a file")).stderr(Stdio::null());
    let mut child = command.spawn().expect("it starts");
    let mut printed = String::new();
    let is_right = (0..5).any(|_| {
        thread::sleep(Duration::from_secs(1));
        printed = fs::read_to_string(&file).expect("it prints UTF-8");
        agrees(&printed, shown, str::to_owned) && child.try_wait().is_ok_and(|end| end.is_none())
    });
    let _ = child.kill();
    let end = child.wait();
    is_right.then_some(()).ok_or_else(|| format!("it prints {printed:?}; its end: {end:?}"))
}

/// True if a compiler or a failed program prints what a page shows, line by line: versions
/// differ a little.
fn has_the_words(printed: &str, shown: &str) -> bool {
    shown.lines().flat_map(|line| line.split('…')).all(|part| printed.contains(part.trim()))
}
