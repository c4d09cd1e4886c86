//! Tables that appear row by row, as they are measured, and the costs in them.

use std::time::{Duration, Instant};

use super::figures::{bytes, time};
use super::memory::{Memory, memory};
use super::print;

/// A cell whose figure the system does not report.
pub const UNKNOWN: &str = "unknown";

/// A table of 80 columns. Each row is printed as it is measured: a program that is killed
/// leaves the rows before.
pub struct TableWriter {
    width: usize,
    /// Printed with the first row.
    head: Option<String>,
}

impl TableWriter {
    const LABEL: usize = 20;

    /// A table with a title and a heading for each column.
    pub fn new(title: &str, headings: &[impl AsRef<str>]) -> Self {
        let width = (80 - Self::LABEL) / headings.len();
        let head = line(width, title, headings);
        Self { width, head: Some(format!("{head}\n{}", "-".repeat(80))) }
    }

    /// Prints a label and a figure for each column.
    pub fn row(&mut self, label: &str, cells: &[impl AsRef<str>]) {
        if let Some(head) = self.head.take() {
            print(&head);
        }
        print(&line(self.width, label, cells));
    }
}

fn line(width: usize, label: &str, cells: &[impl AsRef<str>]) -> String {
    let cells = cells.iter().map(|cell| format!("{:>width$}", cell.as_ref()));
    let line = format!("{label:<0$}{1}", TableWriter::LABEL, cells.collect::<String>());
    line.trim_end().to_owned()
}

/// The headings of a [`Cost`]'s cells: the same in every chapter, to be compared.
pub const COSTS: [&str; 6] = ["reserved", "resident", "kernel", "at least", "each", "to start"];

/// The cost of many of something while all of them exist.
#[derive(Clone, Copy, Debug)]
pub struct Cost {
    pub count: u64,
    /// The memory of all of them.
    pub memory: Option<Memory>,
    /// The time to start all of them.
    pub time: Duration,
}

impl Cost {
    /// The cost to `start` this many, since the process took `before`, and what `start`
    /// returns: that must keep all of them.
    pub fn since<T>(before: Option<Memory>, count: u64, start: impl FnOnce() -> T) -> (Self, T) {
        let begin = Instant::now();
        let started = start();
        let time = begin.elapsed();
        let memory = before.zip(memory()).map(|(before, after)| after.since(before));
        (Self { count, memory, time }, started)
    }

    /// The cells below [`COSTS`].
    pub fn cells(&self) -> [String; 6] {
        let all = self.memory.and_then(Memory::all);
        let amounts = [
            self.memory.map(|memory| memory.address_space),
            self.memory.map(|memory| memory.resident),
            self.memory.and_then(|memory| memory.kernel),
            all,
            all.map(|all| all / self.count),
        ];
        let [a, b, c, d, e] = amounts.map(|amount| amount.map_or(UNKNOWN.to_owned(), bytes));
        [a, b, c, d, e, time(self.time.div_f64(self.count as f64))]
    }
}
