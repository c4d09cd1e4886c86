//! What the tests of the demonstrations share: where the program is, and how to
//! read the tables that it prints.

// Each test file compiles this module anew and uses some of it.
#![allow(dead_code)]

use std::collections::BTreeSet;
use std::env;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::{Mutex, PoisonError};

/// The example called `name`, up to date. `cargo test` builds it together with
/// the tests and `cargo test --test measured` does not, so this asks Cargo to.
pub fn example(name: &str) -> PathBuf {
    let test = env::current_exe().expect("a test has a path");
    let profile = test.ancestors().nth(2).expect("TARGET/PROFILE/deps/TEST");
    let example = profile
        .join("examples")
        .join(name)
        .with_extension(env::consts::EXE_EXTENSION);
    // Once for each is enough; the lock has the others wait until it is built.
    static BUILT: Mutex<BTreeSet<String>> = Mutex::new(BTreeSet::new());
    let mut built = BUILT.lock().unwrap_or_else(PoisonError::into_inner);
    let paths = env::var_os("CARGO").zip(profile.parent());
    if let Some((cargo, target)) = paths.filter(|_| built.insert(name.to_owned())) {
        let mut build = Command::new(cargo);
        build.args(["build", "--quiet", "--example", name]);
        build.arg("--target-dir").arg(target);
        if !cfg!(debug_assertions) {
            build.arg("--release");
        }
        assert!(build.status().expect("Cargo starts").success());
    }
    assert!(
        example.exists(),
        "the example is not built, and this test runs it: cargo build --example {name}"
    );
    example
}

/// Runs the program with these arguments and waits for its end.
pub fn run(program: &Path, args: &[&str]) -> Output {
    Command::new(program)
        .args(args)
        .output()
        .expect("it starts")
}

/// What a demonstration printed: it must end well, say nothing on standard error,
/// and fit on a screen of 80 columns.
pub fn stdout(output: &Output) -> String {
    assert!(output.status.success(), "{output:?}");
    assert!(output.stderr.is_empty(), "{output:?}");
    let printed = String::from_utf8(output.stdout.clone()).expect("it prints UTF-8");
    for line in printed.lines() {
        assert!(line.chars().count() <= 80, "too wide: {line}");
    }
    printed
}

/// Holds the example to its command line: an optional count, the help, and one
/// line and status 2 for everything else.
pub fn keeps_the_command_line(name: &str) {
    let program = example(name);
    let help = run(&program, &["--help"]);
    let told = stdout(&help);
    let usage = format!("--example {name} -- [COUNT]");
    assert!(told.contains(&usage), "{told}");

    for args in [
        &["0"] as &[&str],
        &["-1"],
        &["five"],
        &["1.5"],
        &[""],
        &["99999999999999999999"],
        &["5", "5"],
    ] {
        let output = run(&program, args);
        let told = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{args:?}: {told:?}");
        assert!(output.stdout.is_empty(), "{args:?}: {output:?}");
        assert_eq!(told.lines().count(), 1, "{args:?}: {told:?}");
        assert!(told.contains("--help"), "{args:?}: {told:?}");
    }
}

/// A table as it was printed: its rows, each from its label to its last figure.
#[derive(Debug)]
pub struct Table {
    rows: Vec<Vec<String>>,
}

impl Table {
    /// The first table in what a demonstration printed.
    pub fn first(printed: &str) -> Self {
        let lines = printed.lines().take_while(|line| !line.is_empty());
        let cells = |line: &str| {
            let cells = line.split("  ").map(str::trim);
            cells
                .filter(|cell| !cell.is_empty())
                .map(str::to_owned)
                .collect()
        };
        Self {
            rows: lines
                .filter(|line| !line.starts_with('-'))
                .map(cells)
                .collect(),
        }
    }

    /// What stands before the headings.
    pub fn title(&self) -> &str {
        &self.rows[0][0]
    }

    /// The headings of the columns, without the title before them.
    pub fn headings(&self) -> &[String] {
        &self.rows[0][1..]
    }

    /// The labels of the rows.
    pub fn labels(&self) -> Vec<&str> {
        let labels = self.rows[1..].iter().map(|row| row[0].as_str());
        labels.collect()
    }

    /// The figures of a row, in bytes or in seconds. `NaN` where none is known.
    pub fn figures(&self, row: usize) -> Vec<f64> {
        let cells = self.rows[1 + row][1..].iter();
        cells.map(|cell| figure(cell)).collect()
    }
}

/// A figure with its unit, in bytes or in seconds.
pub fn figure(cell: &str) -> f64 {
    if cell == "not known" {
        return f64::NAN;
    }
    let (figure, unit) = cell.split_once(' ').expect("a figure and its unit");
    let unit = match unit {
        "B" | "s" => 1.0,
        "KB" => 1e3,
        "MB" => 1e6,
        "GB" => 1e9,
        "ms" => 1e-3,
        "µs" => 1e-6,
        "ns" => 1e-9,
        _ => panic!("{cell:?} has a unit that nobody knows"),
    };
    let figure: f64 = figure.replace(',', "").parse().expect("a figure");
    figure * unit
}
