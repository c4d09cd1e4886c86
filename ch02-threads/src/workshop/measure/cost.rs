//! What many of something cost, and a table of it.

use std::iter;
use std::time::{Duration, Instant};

use super::NOT_KNOWN;
use super::figures::{bytes, time};
use super::memory::{Memory, memory};

/// What many of something cost while all of them exist.
#[derive(Clone, Copy, Debug)]
pub struct Cost {
    /// How many.
    pub count: u64,
    /// What all of them take.
    pub memory: Option<Memory>,
    /// How long it took to start all of them.
    pub time: Duration,
}

impl Cost {
    /// What it costs to `start` this many, and what `start` returns: that must keep all
    /// of them.
    pub fn of<T>(count: u64, start: impl FnOnce() -> T) -> (Self, T) {
        memory(); // The first look takes memory of its own.
        Self::since(memory(), count, start)
    }

    /// Like [`of`](Cost::of), with the memory that was taken `before`. For what is
    /// started repeatedly, because a process keeps some of what it has freed.
    pub fn since<T>(before: Option<Memory>, count: u64, start: impl FnOnce() -> T) -> (Self, T) {
        let begin = Instant::now();
        let started = start();
        let time = begin.elapsed();
        let memory = before.zip(memory());
        let cost = Self { count, memory: memory.map(|(before, after)| after.since(before)), time };
        (cost, started)
    }
}

/// A table with a column for each of these costs, under its heading: the same rows in
/// every chapter, so that tables can be compared.
pub fn cost_table(title: &str, columns: &[(&str, Cost)]) -> String {
    let headings = columns.iter().map(|&(heading, _)| heading.to_owned());
    let mut rows = vec![iter::once(title.to_owned()).chain(headings).collect()];
    let costs: Vec<Cost> = columns.iter().map(|&(_, cost)| cost).collect();
    let memories: Vec<_> = costs.iter().map(|cost| (cost.memory, cost.count)).collect();
    rows.extend(memory_rows(&memories));
    rows.push(row("time to start one", &costs, |cost| {
        Some(time(cost.time.div_f64(cost.count as f64)))
    }));
    table(&rows)
}

/// The rows of what many of something take, each column with its count.
pub fn memory_rows(columns: &[(Option<Memory>, u64)]) -> Vec<Vec<String>> {
    let all = |label: &str, amount: fn(Memory) -> Option<u64>| {
        row(label, columns, |(memory, _)| Some(bytes(amount((*memory)?)?)))
    };
    let each = |amount: fn(Memory) -> Option<u64>| {
        row("  each", columns, |(memory, count)| Some(bytes(amount((*memory)?)? / count)))
    };
    vec![
        all("address space", |memory| Some(memory.address_space)),
        each(|memory| Some(memory.address_space)),
        all("resident memory", |memory| Some(memory.resident)),
        each(|memory| Some(memory.resident)),
        all("kernel stacks", |memory| Some(memory.kernel?.stacks)),
        all("page tables", |memory| Some(memory.kernel?.page_tables)),
        all("memory in all", Memory::all),
        each(Memory::all),
    ]
}

/// A label and a cell for each column.
pub fn row<T>(label: &str, columns: &[T], cell: impl Fn(&T) -> Option<String>) -> Vec<String> {
    let cells = columns.iter().map(|column| cell(column).unwrap_or(NOT_KNOWN.to_owned()));
    iter::once(label.to_owned()).chain(cells).collect()
}

/// Lays out rows of cells, the head first: labels on the left, figures below each
/// other on the right. With up to four figures in a row it fits into 80 columns.
pub fn table(rows: &[Vec<String>]) -> String {
    let mut lines: Vec<String> = rows.iter().map(|cells| line(cells)).collect();
    let width = lines.iter().map(|line| line.chars().count()).max();
    lines.insert(1.min(lines.len()), "-".repeat(width.unwrap_or(0)));
    lines.join("\n")
}

fn line(cells: &[String]) -> String {
    let (label, figures) = cells.split_first().expect("a row has a label");
    let width = if figures.len() < 4 { 19 } else { 14 };
    let figures = figures.iter().map(|cell| format!("{cell:>width$}"));
    let figures: Vec<_> = figures.collect();
    let line = format!("{label:<22}{}", figures.concat());
    line.trim_end().to_owned()
}
