//! Keeps a lesson true: runs the programs that it shows and compares what they
//! print with what it says.
//!
//! A lesson shows a command in a `console` block, or a whole program in a `rust`
//! block, and right after it, in a `text` block, what comes of it.

// Each test file compiles this module anew and uses some of it.
#![allow(dead_code)]

#[path = "demonstration.rs"]
mod demonstration;

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use demonstration::{Table, figure};

/// How long a second lasts when a program is run. A busy machine stretches a sleep,
/// which a longer second forgives.
const PATIENCE: [&str; 3] = ["0.05", "0.3", "1"];

/// A fenced block of a lesson: the words after its fence, and what it holds.
#[derive(Clone, Debug)]
struct Block {
    info: String,
    text: String,
}

impl Block {
    fn is(&self, kind: &str) -> bool {
        self.info.split(',').next() == Some(kind)
    }

    fn is_program(&self) -> bool {
        self.is("rust") && self.text.contains("fn main()")
    }
}

fn blocks(lesson: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut lines = lesson.lines();
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

/// Each block of what is shown, with the block of what comes of it.
fn shown(lesson: &str) -> Vec<(Block, Block)> {
    let blocks = blocks(lesson);
    let pairs = blocks
        .windows(2)
        .map(|pair| (pair[0].clone(), pair[1].clone()));
    pairs.filter(|(_, outcome)| outcome.is("text")).collect()
}

/// Runs each `cargo run` of the lesson whose output it shows, with short seconds,
/// and compares the numbers, or the picture. `same` says what an accident of the
/// run may change in the numbers: it puts them in an order that it may not.
pub fn commands_print_what_it_says(lesson: &str, program: &str, same: fn(&str) -> String) {
    let mut pictures = 0;
    let mut outputs = 0;
    for (command, outcome) in shown(lesson) {
        if !command.is("console") || !command.text.starts_with("cargo run -p ") {
            continue;
        }
        let (cargo, args) = command
            .text
            .split_once(" -- ")
            .unwrap_or((&command.text, ""));
        assert!(cargo.contains(package(program)), "{}", command.text);
        let program = match cargo.split_once(" --example ") {
            Some((_, name)) => demonstration::example(name.trim()),
            None => PathBuf::from(program),
        };
        let run = |second: &str| {
            let args = args.split_whitespace().chain(["--second", second]);
            let output = Command::new(&program)
                .args(args)
                .output()
                .expect("it starts");
            assert!(output.status.success(), "{}{output:?}", command.text);
            output
        };
        if outcome.text.contains('━') {
            let mut drawn = String::new();
            for second in PATIENCE {
                drawn = text(&run(second).stderr);
                if drawn == outcome.text {
                    break;
                }
            }
            assert_eq!(drawn, outcome.text, "{}", command.text);
            pictures += 1;
        } else {
            assert_eq!(
                same(&text(&run(PATIENCE[0]).stdout)),
                same(&outcome.text),
                "{}",
                command.text
            );
            outputs += 1;
        }
    }
    assert!(outputs > 0, "the lesson shows what the program prints");
    assert!(pictures > 0, "the lesson shows the program's timeline");
}

/// Holds the sentences of the lesson that say how long the program runs: in each, `{}`
/// stands for the number of its seconds, in words.
pub fn it_says_how_long_it_takes(lesson: &str, program: &str, sentences: &[&str]) {
    const WORDS: &str = "zero one two three four five six seven eight nine ten eleven";

    let words = lesson.split_whitespace().collect::<Vec<_>>().join(" ");
    let words = words.to_lowercase();
    let told = |seconds: usize| {
        let word = WORDS.split(' ').nth(seconds).unwrap_or("many");
        sentences
            .iter()
            .all(|sentence| words.contains(&sentence.replace("{}", word)))
    };
    let mut seconds = 0;
    for second in PATIENCE {
        let run = Command::new(program)
            .args(["--second", second, "--timeline"])
            .output();
        let picture = text(&run.expect("it starts").stderr);
        let last = picture
            .split_whitespace()
            .last()
            .expect("the seconds below the picture");
        seconds = last.parse().expect("a number of seconds");
        if told(seconds) {
            return;
        }
    }
    panic!("it runs for {seconds} seconds, and the lesson says otherwise: {sentences:?}");
}

/// Holds the table that the lesson shows below the command for the example `name`
/// against one that the example prints now, for a `count`: the same rows and columns,
/// and figures of the same order. More is the machine's affair.
pub fn table_has_the_shape(lesson: &str, name: &str, count: &str) {
    let shown = below(lesson, &format!("--example {name}\n"));
    let program = demonstration::example(name);
    let printed = demonstration::stdout(&demonstration::run(&program, &[count]));
    assert_eq!(shape(&shown), shape(&printed));

    let (shown, printed) = (Table::first(&shown), Table::first(&printed));
    for (row, label) in shown.labels().into_iter().enumerate() {
        if label != "each" && label != "time to start one" {
            continue;
        }
        let (each, now) = (shown.figures(row), printed.figures(row));
        for (each, now) in each.iter().zip(now) {
            // Nothing to compare with where a few are lost in what was there before.
            let times = if now == 0.0 { 1.0 } else { each / now };
            // A busy machine makes starting slow; it cannot change what a thing takes.
            let most = if label == "each" { 10.0 } else { 200.0 };
            assert!(
                times.is_nan() || (1.0 / most..most).contains(&times),
                "{label}: {shown:?}"
            );
        }
        if label == "each" {
            let counts = shown
                .headings()
                .iter()
                .map(|heading| count_in(heading, shown.title()));
            let totals = shown.figures(row - 1);
            for ((each, total), count) in each.iter().zip(totals).zip(counts) {
                let times = total / each / count;
                assert!(
                    (0.9..1.1).contains(&times),
                    "{total} is not {count} times {each}"
                );
            }
        }
    }
}

/// The count that a column is for: `5,000 tasks` says it, or else the table's title.
fn count_in(heading: &str, title: &str) -> f64 {
    let counted = [heading, title].into_iter().find(|text| {
        ["tasks", "threads", "connections"]
            .iter()
            .any(|things| text.ends_with(things))
    });
    let count = counted
        .and_then(|text| text.split(' ').next())
        .expect("a count of things");
    count.replace(',', "").parse().expect("a number")
}

/// Holds the table of `cargo bench` that the lesson shows together: each cell says how
/// long a turn takes, and how many times the first row's that is.
pub fn ratios_are_right(lesson: &str) {
    let shown = below(lesson, "cargo bench -p ");
    let cells = |line: &str| -> Vec<(f64, f64)> {
        let cells: Vec<&str> = line
            .split("  ")
            .map(str::trim)
            .filter(|s| !s.is_empty())
            .collect();
        let pairs = cells[1..]
            .chunks(2)
            .filter(|pair| pair.len() == 2 && pair[1].ends_with('x'));
        let number = |text: &str| text.trim_end_matches('x').replace(',', "").parse();
        pairs
            .map(|pair| (figure(pair[0]), number(pair[1]).expect("a ratio")))
            .collect()
    };
    let rows = shown.lines().skip(2).take_while(|line| !line.is_empty());
    let rows: Vec<_> = rows.map(cells).collect();
    assert!(
        rows.len() >= 3,
        "the limit and what is held against it: {shown}"
    );
    for row in &rows {
        for ((time, times), (limit, _)) in row.iter().zip(&rows[0]) {
            let off = (time / limit - times).abs();
            assert!(
                off <= 0.06 * times + 0.06,
                "{time} is not {times} times {limit}"
            );
        }
    }
}

/// What the lesson shows below the command that holds these words.
fn below(lesson: &str, command: &str) -> String {
    let found = shown(lesson)
        .into_iter()
        .find(|(block, _)| block.text.contains(command));
    let (_, outcome) = found.unwrap_or_else(|| panic!("the lesson shows no {command:?}"));
    outcome.text
}

/// The words of a table, without its figures and their units.
fn shape(table: &str) -> Vec<&str> {
    let units = ["B", "KB", "MB", "GB", "ns", "µs", "ms", "s"];
    let words = table.split_whitespace();
    let is_figure = |word: &&str| word.starts_with(|c: char| c.is_ascii_digit());
    words
        .filter(|word| !is_figure(word) && !units.contains(word))
        .collect()
}

/// Compiles and runs each whole program of the lesson whose outcome it shows:
/// what it prints, or with which words the compiler rejects it, or how it fails.
/// Seconds are short.
pub fn typed_along_programs_do_what_it_says(lesson: &str, program: &str, same: fn(&str) -> String) {
    let programs: Vec<_> = shown(lesson)
        .into_iter()
        .filter(|(block, _)| block.is_program())
        .collect();
    assert!(
        !programs.is_empty(),
        "the lesson shows programs and what they print"
    );
    for (number, (source, outcome)) in programs.iter().enumerate() {
        let name = format!("{}-step-{number}", package(program));
        match compile(&name, &source.text) {
            Ok(path) => {
                assert!(
                    !source.info.contains("compile_fail"),
                    "it compiles:\n{}",
                    source.text
                );
                let output = Command::new(&path).output().expect("the program starts");
                if output.status.success() {
                    assert_eq!(
                        same(&text(&output.stdout)),
                        same(&outcome.text),
                        "{}",
                        source.text
                    );
                } else {
                    has_the_words(&text(&output.stderr), &outcome.text);
                }
            }
            Err(words) => {
                assert!(source.info.contains("compile_fail"), "{words}");
                has_the_words(&words, &outcome.text);
            }
        }
    }
}

/// The words of a compiler differ a little from version to version: what stands
/// in the lesson must be in them, line by line, but for `…`.
fn has_the_words(words: &str, shown: &str) {
    for part in shown
        .lines()
        .flat_map(|line| line.split('…'))
        .map(str::trim)
    {
        assert!(
            words.contains(part),
            "the lesson shows {part:?}; it was\n{words}"
        );
    }
}

/// The program's path, or the compiler's words.
fn compile(name: &str, source: &str) -> Result<PathBuf, String> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let file = folder.join(format!("{name}.rs"));
    let path = folder.join(name).with_extension(env::consts::EXE_EXTENSION);
    // Threads need time to keep their order beside other work; one thread needs none.
    let millis = if source.contains("spawn") { 50 } else { 5 };
    let short = source.replace("from_secs(1)", &format!("from_millis({millis})"));
    fs::write(&file, short).expect("a file to compile");

    let rustc = env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let output = Command::new(rustc)
        .args(["--edition", "2024", "--color", "never", "-o"])
        .args([&path, &file])
        .output()
        .expect("rustc starts");
    let words = text(&output.stderr);
    if !output.status.success() {
        return Err(words);
    }
    assert_eq!(words, "", "a learner sees no warning:\n{source}");
    Ok(path)
}

/// The name of the package, which is the name of its program.
fn package(program: &str) -> &str {
    Path::new(program)
        .file_stem()
        .and_then(|name| name.to_str())
        .expect("a program has a name")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("it is UTF-8")
}
