//! What the tests of programs share: Cargo builds them and says where they are, they
//! run under limits that are the same everywhere, and their tables can be read.

// Each test file compiles this module anew and uses some of it.
#![allow(dead_code)]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use ch01_loops::workshop::cargo;

/// The example called `name`, up to date. `cargo test` builds it together with the
/// tests and `cargo test --test measured` does not, so this asks Cargo to.
pub fn example(name: &str) -> PathBuf {
    // Once for each is enough; the lock has the others wait until it is built.
    static BUILT: Mutex<BTreeMap<String, PathBuf>> = Mutex::new(BTreeMap::new());
    let mut examples = BUILT.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(example) = examples.get(name) {
        return example.clone();
    }
    let mut args = vec!["--example", name];
    if !cfg!(debug_assertions) {
        args.push("--release");
    }
    let built = cargo::build(Path::new(env!("CARGO_MANIFEST_DIR")), &args, Stdio::piped());
    let mut built = built.expect("Cargo builds");
    let built = built.remove(name).unwrap_or_default();
    let program = built.program.unwrap_or_else(|| panic!("{}", built.words));
    examples.insert(name.to_owned(), program.clone());
    program
}

/// The program, to be run under limits that are the same in every terminal: a stack
/// that can overflow, no core dump, and more open files than macOS begins with.
pub fn command(program: &Path) -> Command {
    #[cfg(unix)]
    let command = limited("ulimit -S -s 8192; ulimit -c 0; ulimit -S -n 1000", program);
    #[cfg(not(unix))]
    let command = Command::new(program);
    command
}

/// The program under limits that the shell sets before it becomes the program.
#[cfg(unix)]
pub fn limited(limits: &str, program: &Path) -> Command {
    let mut shell = Command::new("sh");
    shell
        .arg("-c")
        .arg(format!("{{ {limits}; }} 2>/dev/null; exec \"$0\" \"$@\""))
        .arg(program)
        .env_remove("RUST_MIN_STACK");
    shell
}

/// How long a program may take before it is ended, and its test fails.
const LIMIT: Duration = Duration::from_secs(60);

/// Runs the program with these arguments and waits for its end.
pub fn run(program: &Path, args: &[&str]) -> Output {
    output(command(program).args(args))
}

/// What comes of the command. Fails when it hangs.
pub fn output(command: &mut Command) -> Output {
    cargo::output(command, LIMIT).expect("it starts, and ends")
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

/// As [`stdout`], of the example called `name`. `None` where this machine has too few
/// threads or files, or no network, for it.
pub fn printed(name: &str, args: &[&str]) -> Option<String> {
    let output = run(&example(name), args);
    let told = String::from_utf8_lossy(&output.stderr);
    (!is_short_of(&told)).then(|| stdout(&output))
}

/// Whether a program has told that this machine has too little for it: then a test has
/// nothing to look at, and says so.
pub fn is_short_of(told: &str) -> bool {
    let signs = ["and not one more", "open files", "NetworkUnreachable", "Network is unreachable"];
    let is_short = signs.iter().any(|sign| told.contains(sign));
    if is_short {
        eprintln!("skipped, as this machine has too little for it: {told}");
    }
    is_short
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
        let rows = lines.filter(|line| !line.starts_with('-'));
        Self { rows: rows.map(cells).collect() }
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

/// What stands in a row of a table, between spaces of two and more.
pub fn cells(line: &str) -> Vec<String> {
    let cells = line.split("  ").map(str::trim);
    cells.filter(|cell| !cell.is_empty()).map(str::to_owned).collect()
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
        _ => panic!("{cell:?} has an unknown unit"),
    };
    let figure: f64 = figure.replace(',', "").parse().expect("a figure");
    figure * unit
}
