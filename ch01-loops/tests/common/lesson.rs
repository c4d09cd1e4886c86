//! Keeps the pages of a chapter true, its lesson and those of its exercises: runs the
//! programs that they show and compares what these print with what the pages say.
//!
//! A page shows a command in a `console` block, or a whole program in a `rust` block,
//! and right after it, in a `text` block, what comes of it; `…` in it is anything.

// Each test file compiles this module anew and uses some of it.
#![allow(dead_code)]

#[path = "demonstration.rs"]
mod demonstration;

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{self, Stdio};
use std::thread;
use std::time::Duration;

use ch01_loops::workshop::cargo::{self, Built};
use demonstration::{Table, cells, command, example, figure, is_short_of, output, printed, run};

const PACKAGE: &str = env!("CARGO_PKG_NAME");
const PROGRAM: &str = env!(concat!("CARGO_BIN_EXE_", env!("CARGO_PKG_NAME")));

/// How many milliseconds a second lasts when a program is run. A busy machine stretches
/// a sleep, which a longer second forgives.
const PATIENCE: [u64; 4] = [20, 200, 1000, 1000];

/// A fenced block of a page: the words after its fence, and what it holds.
#[derive(Clone, Debug)]
struct Block {
    info: String,
    text: String,
}

impl Block {
    fn is(&self, kind: &str) -> bool {
        self.info.split(',').any(|word| word == kind)
    }

    fn is_program(&self) -> bool {
        self.is("rust") && self.text.contains("fn main()")
    }

    fn is_table(&self) -> bool {
        self.text.lines().any(|line| line.starts_with("-----"))
    }
}

fn blocks(page: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut lines = page.lines();
    while let Some(line) = lines.next() {
        if let Some(info) = line.strip_prefix("```") {
            let text = lines.by_ref().take_while(|line| *line != "```");
            let text = text.flat_map(|line| [line, "\n"]).collect();
            let info = info.to_owned();
            blocks.push(Block { info, text });
        }
    }
    blocks
}

fn lesson() -> String {
    let lesson = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    fs::read_to_string(lesson).expect("the chapter has a lesson")
}

/// The lesson, and the pages of the exercises.
fn pages() -> Vec<String> {
    let exercises = fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("exercises"));
    let files =
        exercises.expect("the chapter has exercises").map(|file| file.expect("its name").path());
    let pages = files.filter(|file| file.extension().is_some_and(|end| end == "md"));
    let pages = pages.map(|page| fs::read_to_string(page).expect("a page"));
    [lesson()].into_iter().chain(pages).collect()
}

/// Each block of the pages, with the block of what comes of it.
fn shown() -> Vec<(Block, Option<Block>)> {
    let mut shown = Vec::new();
    for page in pages() {
        let mut blocks = blocks(&page).into_iter().peekable();
        while let Some(block) = blocks.next() {
            shown.push((block, blocks.next_if(|next| next.is("text"))));
        }
    }
    shown
}

/// What the pages show below the command that begins with these words.
fn below(words: &str) -> Block {
    let found =
        shown().into_iter().find(|(block, _)| block.is("console") && block.text.starts_with(words));
    let outcome = found.and_then(|(_, outcome)| outcome);
    outcome.unwrap_or_else(|| panic!("no page shows what {words:?} prints"))
}

/// Runs each `cargo run` whose output a page shows, with short seconds, and compares
/// the numbers, or the picture. `same` says what an accident of the run may change in
/// the numbers: it puts them in an order that it may not. A table has its own test.
pub fn commands_print_what_they_say(same: fn(&str) -> String) {
    let mut outputs = 0;
    let mut pictures = 0;
    for (block, outcome) in shown() {
        let line = block.text.trim_end();
        let Some(outcome) = outcome.filter(|outcome| !outcome.is_table()) else {
            continue;
        };
        if !block.is("console") || !line.starts_with("cargo run ") || line.contains('\n') {
            continue;
        }
        let (cargo, args) = line.split_once(" -- ").unwrap_or((line, ""));
        let words: Vec<&str> = cargo.split(' ').collect();
        let after = |option: &str| {
            let at = words.iter().position(|word| *word == option)?;
            words.get(at + 1).copied()
        };
        assert_eq!(after("-p"), Some(PACKAGE), "{line}");
        // The learner's own code prints this when it is right, and ours now.
        let program = after("--example").map_or(PathBuf::from(PROGRAM), example);
        let is_picture = args.contains("--timeline");
        let wrong = first_right(|millis| {
            let Some((numbers, picture)) = run_for(&program, args, millis) else {
                return Ok(());
            };
            let shown = &outcome.text;
            let right = if is_picture {
                picture == *shown || numbers.clone() + &picture == *shown
            } else {
                agrees(&numbers, shown, same)
            };
            right.then_some(()).ok_or(format!("$ {line}\n{numbers}{picture}"))
        });
        assert_eq!(wrong, Ok(()), "a page shows\n{}", outcome.text);
        outputs += usize::from(!is_picture);
        pictures += usize::from(is_picture);
    }
    assert!(outputs > 0, "the lesson shows what the program prints");
    assert!(pictures > 0, "the lesson shows the program's timeline");
}

/// What a program prints, on standard output and on standard error, when a second is
/// so long; or when it knows no seconds, as it is. `None` where the machine is too small.
fn run_for(program: &Path, args: &str, millis: u64) -> Option<(String, String)> {
    let second = (millis as f64 / 1000.0).to_string();
    let mut args: Vec<&str> = args.split_whitespace().collect();
    args.extend(["--second", &second]);
    let mut output = run(program, &args);
    if output.status.code() == Some(2) {
        args.truncate(args.len() - 2);
        output = run(program, &args);
    }
    let words = text(&output.stderr);
    if !output.status.success() && is_short_of(&words) {
        return None;
    }
    assert!(output.status.success(), "{args:?}: {output:?}");
    Some((text(&output.stdout), words))
}

/// Tries with longer and longer seconds, and returns the first success or last failure.
fn first_right<E>(mut attempt: impl FnMut(u64) -> Result<(), E>) -> Result<(), E> {
    let [tries @ .., last] = PATIENCE;
    for millis in tries {
        if attempt(millis).is_ok() {
            return Ok(());
        }
    }
    attempt(last)
}

/// Whether this was printed, but for an accident of the run and for `…`.
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

/// Holds the sentences of the lesson that say how long the program runs: in each, `{}`
/// stands for the number of its seconds, in words.
pub fn it_says_how_long_it_takes(sentences: &[&str]) {
    const WORDS: &str = "zero one two three four five six seven eight nine ten eleven";

    let words = lesson().split_whitespace().collect::<Vec<_>>().join(" ");
    let words = words.to_lowercase();
    let told = first_right(|millis| {
        let (_, picture) = run_for(Path::new(PROGRAM), "--timeline", millis).expect("threads");
        let last = picture.split_whitespace().last();
        let seconds: usize = last.and_then(|last| last.parse().ok()).expect("seconds");
        let word = WORDS.split(' ').nth(seconds).unwrap_or("many");
        let wrong =
            sentences.iter().find(|sentence| !words.contains(&sentence.replace("{}", word)));
        wrong.map_or(Ok(()), |wrong| Err((seconds, wrong)))
    });
    assert_eq!(told, Ok(()), "it runs so many seconds, and the lesson says");
}

/// Holds the table that a page shows below the command for the example `name` against
/// one that the example prints now, for a `count`: the same rows and columns, and on
/// Linux, where they come from, the same words and figures of the same order.
pub fn table_has_the_shape(name: &str, count: &str) {
    let command = format!("cargo run --release -p {PACKAGE} --example {name}\n");
    let shown = below(&command).text;
    let Some(printed) = printed(name, &[count]) else {
        return;
    };
    let known = cfg!(target_os = "linux") && !printed.contains("not known");
    if known {
        assert_eq!(words(&shown), words(&printed));
    }
    let (shown, printed) = (Table::first(&shown), Table::first(&printed));
    let headings = |table: &Table| {
        let headings = table.headings().iter().map(|heading| words(heading).join(" "));
        headings.collect::<Vec<_>>()
    };
    let (columns, now) = (headings(&shown), headings(&printed));
    // Another system may lack one of them, as it has no epoll.
    let same = columns == now || !known && now.iter().all(|heading| columns.contains(heading));
    assert!(same, "{columns:?} are shown, {now:?} are printed");
    assert_eq!(shown.labels(), printed.labels());

    for (row, label) in shown.labels().into_iter().enumerate() {
        if label != "each" && label != "time to start one" {
            continue;
        }
        let (each, now) = (shown.figures(row), printed.figures(row));
        for (each, now) in each.iter().zip(now).filter(|_| known) {
            // Nothing to compare with where a few are lost in what was there before.
            let times = if now == 0.0 { 1.0 } else { each / now };
            // A busy machine makes starting slow; it cannot change what a thing takes.
            let range = if label == "each" { 0.1..10.0 } else { 0.0..200.0 };
            assert!(range.contains(&times), "{label}: {shown:?} {printed:?}");
        }
        if label == "each" {
            let counts = shown.headings().iter().map(|heading| count_in(heading, shown.title()));
            let totals = shown.figures(row - 1);
            for ((each, total), count) in each.iter().zip(totals).zip(counts) {
                let times = total / each / count;
                assert!((0.9..1.1).contains(&times), "{total} is {count} times {each}");
            }
        }
    }
}

/// The count that a column is for: `5,000 tasks` says it, or else the table's title.
fn count_in(heading: &str, title: &str) -> f64 {
    let counted = [heading, title].into_iter().find(|text| {
        ["tasks", "threads", "connections"].iter().any(|things| text.ends_with(things))
    });
    let count = counted.and_then(|text| text.split(' ').next());
    let count = count.expect("a count of things").replace(',', "");
    count.parse().expect("a number")
}

/// The words of a table, without its figures and their units.
fn words(table: &str) -> Vec<&str> {
    let units = ["B", "KB", "MB", "GB", "ns", "µs", "ms", "s"];
    let words = table.split_whitespace();
    let is_figure = |word: &&str| word.starts_with(|c: char| c.is_ascii_digit());
    words.filter(|word| !is_figure(word) && !units.contains(word)).collect()
}

/// Holds the table of `cargo bench` that a page shows together: each cell says how
/// long a turn takes, and how many times the first row's that is.
pub fn ratios_are_right() {
    let shown = below("cargo bench -p ").text;
    let pairs = |line: &str| -> Vec<(f64, f64)> {
        let cells = cells(line);
        let pairs = cells[1..].chunks(2).filter(|pair| pair.len() == 2 && pair[1].ends_with('x'));
        let number = |text: &str| text.trim_end_matches('x').replace(',', "").parse();
        pairs.map(|pair| (figure(&pair[0]), number(&pair[1]).expect("a ratio"))).collect()
    };
    let rows = shown.lines().skip(2).take_while(|line| !line.is_empty());
    let rows: Vec<_> = rows.map(pairs).collect();
    assert!(rows.len() >= 3, "the limit and what is held against it: {shown}");
    for row in &rows {
        for ((time, times), (limit, _)) in row.iter().zip(&rows[0]) {
            let off = (time / limit - times).abs();
            assert!(off <= 0.06 * times + 0.06, "{time} is not {times} times {limit}");
        }
    }
}

/// Compiles each whole program whose outcome a page shows as a learner does, with Cargo
/// in a project that is empty otherwise, and runs it with short seconds: what it prints,
/// or with which words the compiler rejects it, or how it fails, or that it hangs.
pub fn programs_do_what_they_say(same: fn(&str) -> String) {
    let shown = shown().into_iter();
    let programs = shown.filter_map(|(block, outcome)| Some((block, outcome?)));
    let mut programs: Vec<_> = programs.filter(|(block, _)| block.is_program()).collect();
    assert!(!programs.is_empty(), "the pages show programs");
    fragments_have_lines_of(programs.iter().map(|(program, _)| &*program.text));

    let turns = Turns::new();
    let mut wrong = Vec::new();
    for millis in PATIENCE {
        wrong.clear();
        let built = turns.build(programs.iter().map(|(program, _)| program), millis);
        let mut built = built.into_iter();
        programs.retain(|(program, outcome)| {
            let built = built.next().expect("each is built");
            let done = turns.does(&built, program, &outcome.text, same);
            let is_wrong = done.is_err();
            wrong.extend(done.err().map(|why| format!("{}\n{why}", program.text)));
            is_wrong
        });
        if programs.is_empty() {
            return;
        }
    }
    panic!("{}", wrong.join("\n----\n"));
}

/// A fragment, which says `ignore` after its fence, is what is new in a whole program: of
/// the pages, of a demonstration, or of a check.
fn fragments_have_lines_of<'a>(programs: impl Iterator<Item = &'a str>) {
    let chapter = Path::new(env!("CARGO_MANIFEST_DIR"));
    let files = ["examples", "exercises"].map(|folder| fs::read_dir(chapter.join(folder)));
    let sources = files.into_iter().flat_map(|files| files.expect("the chapter has it"));
    let sources = sources.filter_map(|file| {
        let file = file.ok()?.path();
        if file.extension()? == "rs" { fs::read_to_string(file).ok() } else { None }
    });
    let whole: String = programs.map(str::to_owned).chain(sources).collect();
    let code = |line: &str| line.split(" // ").next().unwrap_or(line).trim().to_owned();
    let whole: BTreeSet<String> = whole.lines().map(code).collect();
    for (fragment, _) in shown().iter().filter(|(block, _)| block.is("ignore")) {
        for line in fragment.text.lines() {
            assert!(whole.contains(&code(line)), "no whole program has {line:?}");
        }
    }
}

/// The project of a learner who types along, in a folder that no other run uses.
struct Turns(PathBuf);

impl Turns {
    fn new() -> Self {
        let name = format!("turns-{}", process::id());
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(folder.join("src/bin")).expect("a folder");
        let manifest = "[package]\nname = \"turns\"\nedition = \"2024\"\n[workspace]\n\
                        [profile.dev]\ndebug = false\nincremental = false\n";
        fs::write(folder.join("Cargo.toml"), manifest).expect("a manifest");
        Self(folder)
    }

    /// What Cargo makes of each of these programs.
    fn build<'a>(&self, programs: impl Iterator<Item = &'a Block>, millis: u64) -> Vec<Built> {
        let mut names = Vec::new();
        for program in programs {
            let name = format!("program-{}", names.len());
            let source = program.text.replace("from_secs(", &format!("from_millis({millis} * "));
            let file = self.0.join("src/bin").join(&name).with_extension("rs");
            fs::write(file, source).expect("a file to compile");
            names.push(name);
        }
        let target = self.0.join("target");
        let target = target.to_str().expect("a path in UTF-8");
        let mut args = vec!["--target-dir", target];
        args.extend(names.iter().flat_map(|name| ["--bin", name.as_str()]));
        let mut built = cargo::build(&self.0, &args, Stdio::piped()).expect("Cargo builds");
        let built = names.iter().map(|name| built.remove(name));
        built.map(Option::unwrap_or_default).collect()
    }

    /// Whether the program does what the page says; if not, what it does.
    fn does(
        &self,
        built: &Built,
        source: &Block,
        shown: &str,
        same: fn(&str) -> String,
    ) -> Result<(), String> {
        let Some(program) = &built.program else {
            let expected = source.is("compile_fail") && has_the_words(&built.words, shown);
            return expected.then_some(()).ok_or(built.words.clone());
        };
        if source.is("compile_fail") || !built.words.is_empty() {
            return Err(format!("it compiles; warnings: {:?}", built.words));
        }
        if source.is("hangs") {
            return self.hangs(program, shown);
        }
        let output = output(command(program).current_dir(&self.0));
        let (printed, words) = (text(&output.stdout), text(&output.stderr));
        let expected = match output.status.success() {
            true => agrees(&printed, shown, same),
            false => has_the_words(&format!("{printed}{words}"), shown) || is_short_of(&words),
        };
        let told = || format!("it ends with {}: {printed}{words}", output.status);
        expected.then_some(()).ok_or_else(told)
    }

    /// Whether the program prints this and is still there a second later.
    fn hangs(&self, program: &Path, shown: &str) -> Result<(), String> {
        let file = self.0.join("printed");
        let printed = File::create(&file).expect("a file");
        let mut child = command(program)
            .current_dir(&self.0)
            .stdout(printed)
            .stderr(Stdio::piped())
            .spawn()
            .expect("it starts");
        let mut is_shown = false;
        for _ in 0..5 {
            thread::sleep(Duration::from_secs(1));
            let printed = fs::read_to_string(&file).expect("it prints UTF-8");
            is_shown = agrees(&printed, shown, str::to_owned);
            if is_shown || child.try_wait().is_ok_and(|ended| ended.is_some()) {
                break;
            }
        }
        let ended = child.try_wait().expect("it is ours");
        let _ = child.kill();
        let words = text(&child.wait_with_output().expect("it is ours").stderr);
        let right = is_shown && ended.is_none() || is_short_of(&words);
        let printed = fs::read_to_string(&file).expect("it prints UTF-8");
        let told = || format!("it prints {printed:?} and {words:?}; its end: {ended:?}");
        right.then_some(()).ok_or_else(told)
    }
}

impl Drop for Turns {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// Whether what a page shows is in the words of a compiler or of a failed program,
/// line by line: they differ a little from version to version.
fn has_the_words(words: &str, shown: &str) -> bool {
    let parts = shown.lines().flat_map(|line| line.split('…'));
    parts.map(str::trim).all(|part| words.contains(part))
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("it is UTF-8")
}
