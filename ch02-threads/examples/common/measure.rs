//! What the demonstrations of all chapters share: what this process takes from
//! the system, figures for people, a table, and a command line with one count.

// Each demonstration compiles this module anew and uses some of it.
#![allow(dead_code)]

use std::error::Error;
use std::ffi::OsString;
use std::process::{Command, ExitCode};
use std::time::{Duration, Instant};
use std::{env, fs, iter, process};

use ch01_loops::Console;
use ch01_loops::cli::tell;

/// What a cell of a table says where the system does not tell.
pub const NOT_KNOWN: &str = "not known";

/// The least count that a demonstration takes: the cost of fewer is lost in that of
/// all else.
const LEAST_COUNT: u64 = 100;

/// The largest count that a demonstration takes.
const LARGEST_COUNT: u64 = 1_000_000;

/// What this process takes, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Memory {
    /// The memory that stands behind the pages in use.
    pub resident: u64,
    /// All the addresses that are set aside, with memory behind them or not.
    pub address_space: u64,
}

/// What this process takes now: from `/proc/self/status` on Linux, from `ps` on
/// other Unix systems. `None` where neither tells.
pub fn memory() -> Option<Memory> {
    memory_from_proc().or_else(memory_from_ps)
}

/// As [`memory`], from `/proc` or not at all.
pub fn memory_from_proc() -> Option<Memory> {
    memory_in_status(&fs::read_to_string("/proc/self/status").ok()?)
}

/// As [`memory`], from `ps` or not at all.
pub fn memory_from_ps() -> Option<Memory> {
    memory_in_ps(&ps(&["rss=", "vsz="])?)
}

/// The figures in the text of `/proc/self/status`.
pub fn memory_in_status(status: &str) -> Option<Memory> {
    let bytes = |name| {
        let value = status.lines().find_map(|line| line.strip_prefix(name))?;
        kibibytes(value.strip_suffix("kB")?.trim())
    };
    Some(Memory {
        resident: bytes("VmRSS:")?,
        address_space: bytes("VmSize:")?,
    })
}

/// The figures in what `ps -o rss= -o vsz=` prints.
pub fn memory_in_ps(line: &str) -> Option<Memory> {
    let mut figures = line.split_whitespace().map(kibibytes);
    Some(Memory {
        resident: figures.next()??,
        address_space: figures.next()??,
    })
}

fn kibibytes(text: &str) -> Option<u64> {
    text.parse::<u64>().ok()?.checked_mul(1024)
}

/// The time that this process has kept a processor busy so far, all threads
/// together, in user and in system mode. From `/proc/self/stat` on Linux, in
/// steps of 10 ms; from `ps` on other Unix systems, where the steps may be whole
/// seconds. `None` where neither tells.
pub fn cpu_time() -> Option<Duration> {
    cpu_time_from_proc().or_else(cpu_time_from_ps)
}

/// As [`cpu_time`], from `/proc` or not at all.
pub fn cpu_time_from_proc() -> Option<Duration> {
    cpu_time_in_stat(&fs::read_to_string("/proc/self/stat").ok()?)
}

/// As [`cpu_time`], from `ps` or not at all.
pub fn cpu_time_from_ps() -> Option<Duration> {
    cpu_time_in_ps(&ps(&["time="])?)
}

/// The sum of `utime` and `stime` in the text of `/proc/self/stat`.
///
/// They are counted in clock ticks. How long a tick is, only `sysconf` tells,
/// which `std` does not call: 100 a second is what Linux has on the processors
/// of today, whatever the kernel's own clock does.
pub fn cpu_time_in_stat(stat: &str) -> Option<Duration> {
    // The second field, the program's name in parentheses, may hold anything.
    let (_, fields) = stat.rsplit_once(')')?;
    let mut times = fields.split_whitespace().skip(11);
    let mut ticks = || times.next()?.parse::<u64>().ok();
    let total = ticks()?.checked_add(ticks()?)?;
    Some(Duration::from_millis(total.checked_mul(10)?))
}

/// The time in what `ps -o time=` prints: `1-02:03:04`, `2:03` or `0:01.25`.
pub fn cpu_time_in_ps(line: &str) -> Option<Duration> {
    let (days, clock) = line.trim().split_once('-').unwrap_or(("0", line.trim()));
    let mut seconds = 0.0;
    for part in clock.split(':') {
        seconds = seconds * 60.0 + part.parse::<f64>().ok()?;
    }
    seconds += 86_400.0 * f64::from(days.parse::<u32>().ok()?);
    Duration::try_from_secs_f64(seconds).ok()
}

/// What `ps` prints about this process in these columns.
fn ps(columns: &[&str]) -> Option<String> {
    if !cfg!(unix) {
        return None; // A `ps` found elsewhere numbers processes in its own way.
    }
    let columns = columns.iter().flat_map(|column| ["-o", column]);
    let output = Command::new("ps")
        .args(columns)
        .args(["-p", &process::id().to_string()])
        .env("LC_ALL", "C")
        .output()
        .ok()?;
    output.status.success().then_some(())?;
    String::from_utf8(output.stdout).ok()
}

/// What so many of something cost while all of them are there.
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
    /// What it costs to `start` so many, and what `start` gives back: it must
    /// hold on to all of them.
    pub fn of<T>(count: u64, start: impl FnOnce() -> T) -> (Self, T) {
        memory(); // The first look takes memory of its own.
        Self::since(memory(), count, start)
    }

    /// As [`of`](Cost::of), with the memory that was taken `before`. For what is
    /// started again and again, as a process keeps some of what it has freed.
    pub fn since<T>(before: Option<Memory>, count: u64, start: impl FnOnce() -> T) -> (Self, T) {
        let begin = Instant::now();
        let started = start();
        let time = begin.elapsed();
        let memory = before.zip(memory()).map(|(before, after)| Memory {
            resident: after.resident.saturating_sub(before.resident),
            address_space: after.address_space.saturating_sub(before.address_space),
        });
        let cost = Self {
            count,
            memory,
            time,
        };
        (cost, started)
    }

    /// What one of them costs.
    pub fn each(&self) -> Self {
        Self {
            count: 1,
            memory: self.memory.map(|all| Memory {
                resident: all.resident / self.count,
                address_space: all.address_space / self.count,
            }),
            time: self.time.div_f64(self.count as f64),
        }
    }
}

/// A table with a column for each of these costs, under its heading: the same
/// rows in every chapter, so that two tables can be laid side by side.
pub fn cost_table(title: &str, columns: &[(&str, Cost)]) -> String {
    let row = |label: &str, cell: &dyn Fn(Cost) -> String| {
        let cells = columns.iter().map(|&(_, cost)| cell(cost));
        iter::once(label.to_owned()).chain(cells).collect()
    };
    let headings = columns.iter().map(|&(heading, _)| heading.to_owned());
    table(&[
        iter::once(title.to_owned()).chain(headings).collect(),
        row("address space", &|cost| address_space(cost.memory)),
        row("  each", &|cost| address_space(cost.each().memory)),
        row("resident memory", &|cost| resident(cost.memory)),
        row("  each", &|cost| resident(cost.each().memory)),
        row("time to start one", &|cost| time(cost.each().time)),
    ])
}

fn address_space(memory: Option<Memory>) -> String {
    memory.map_or(NOT_KNOWN.to_owned(), |memory| bytes(memory.address_space))
}

fn resident(memory: Option<Memory>) -> String {
    memory.map_or(NOT_KNOWN.to_owned(), |memory| bytes(memory.resident))
}

/// Lays out rows of cells, the head first: labels on the left, figures below each
/// other on the right. With up to three figures in a row it fits into 80 columns.
pub fn table(rows: &[Vec<String>]) -> String {
    let mut lines: Vec<String> = rows.iter().map(|cells| line(cells)).collect();
    let width = lines.iter().map(|line| line.chars().count()).max();
    lines.insert(1.min(lines.len()), "-".repeat(width.unwrap_or(0)));
    lines.join("\n")
}

fn line(cells: &[String]) -> String {
    let (label, figures) = cells.split_first().expect("a row has a label");
    let figures: Vec<_> = figures.iter().map(|cell| format!("{cell:>19}")).collect();
    let line = format!("{label:<22}{}", figures.concat());
    line.trim_end().to_owned()
}

/// With a comma between thousands: `5,000`.
pub fn thousands(n: u64) -> String {
    let digits = n.to_string();
    let groups = digits.as_bytes().rchunks(3).rev();
    let groups: Vec<_> = groups.map(String::from_utf8_lossy).collect();
    groups.join(",")
}

/// In decimal units: `48 B`, `9.7 KB`, `11.4 GB`.
pub fn bytes(n: u64) -> String {
    scaled(n as f64, &["B", "KB", "MB", "GB", "TB"])
}

/// In the unit that fits: `3.1 ns`, `31 µs`, `1.2 s`.
pub fn time(time: Duration) -> String {
    nanoseconds(time.as_secs_f64() * 1e9)
}

/// As [`time`], for what is shorter than a [`Duration`] can tell.
pub fn nanoseconds(ns: f64) -> String {
    scaled(ns, &["ns", "µs", "ms", "s"])
}

/// One decimal below a hundred, unless it is a zero.
fn scaled(mut value: f64, units: &[&str]) -> String {
    let mut unit = 0;
    while value >= 999.5 && unit + 1 < units.len() {
        value /= 1000.0;
        unit += 1;
    }
    let figure = if value < 99.95 {
        let figure = format!("{value:.1}");
        figure.strip_suffix(".0").unwrap_or(&figure).to_owned()
    } else {
        thousands(value.round() as u64)
    };
    format!("{figure} {}", units[unit])
}

/// Runs `demo` with the count of the command line, or with `default`, and gives
/// back the status to end with: 1 when `demo` fails, 2 when the command line makes
/// no sense; then one line on standard error says what is wrong.
///
/// `about` is what `--help` says. `demo` prints with [`print`]. A benchmark that
/// [`is_benched`] may call this too.
pub fn demonstrate<F>(about: &str, default: u64, demo: F) -> ExitCode
where
    F: FnOnce(u64) -> Result<(), Box<dyn Error>>,
{
    demonstrate_with(env::args_os().skip(1), about, default, demo)
}

/// As [`demonstrate`], for a benchmark: Cargo adds [`BENCH`] to its arguments.
pub fn demonstrate_bench<F>(about: &str, default: u64, demo: F) -> ExitCode
where
    F: FnOnce(u64) -> Result<(), Box<dyn Error>>,
{
    let args = env::args_os().skip(1).filter(|arg| arg != BENCH);
    demonstrate_with(args, about, default, demo)
}

fn demonstrate_with<F>(
    args: impl Iterator<Item = OsString>,
    about: &str,
    default: u64,
    demo: F,
) -> ExitCode
where
    F: FnOnce(u64) -> Result<(), Box<dyn Error>>,
{
    let (status, wrong) = match count(args, default) {
        Ok(Some(count)) => match demo(count) {
            Ok(()) => return ExitCode::SUCCESS,
            Err(error) => (1, error.to_string()),
        },
        Ok(None) => {
            print(&format!("{about}\n\n{}", usage(default)));
            return ExitCode::SUCCESS;
        }
        Err(wrong) => (2, format!("{wrong}; see --help")),
    };
    let _ = tell(format_args!("error: {wrong}"));
    ExitCode::from(status)
}

/// Prints a text and a line's end. Ends the program when nobody reads it.
pub fn print(text: &str) {
    Console::new(Duration::ZERO).print(text);
}

fn usage(default: u64) -> String {
    let command = if is_benched() {
        concat!("bench -p ", env!("CARGO_PKG_NAME"))
    } else {
        concat!("run --release --example ", env!("CARGO_CRATE_NAME"))
    };
    format!(
        "Usage: cargo {command} -- [COUNT]\n\n\
         COUNT is a number from {LEAST_COUNT} to {LARGEST_COUNT} [default: {default}]"
    )
}

/// The argument that `cargo bench` adds to all others.
const BENCH: &str = "--bench";

/// Whether `cargo bench` runs this program, and not `cargo test --all-targets`,
/// which runs benchmarks too, to see that they work.
pub fn is_benched() -> bool {
    env::args_os().any(|arg| arg == BENCH)
}

/// The count that these arguments ask for, `None` for the help, or what is wrong
/// with them, in words.
pub fn count(args: impl Iterator<Item = OsString>, default: u64) -> Result<Option<u64>, String> {
    let mut count = None;
    for arg in args {
        if arg == "-h" || arg == "--help" {
            return Ok(None);
        }
        if count.is_some() {
            return Err(format!("unexpected argument {arg:?}"));
        }
        let number = arg.to_str().and_then(|text| text.parse().ok());
        count = number.filter(|number| (LEAST_COUNT..=LARGEST_COUNT).contains(number));
        if count.is_none() {
            return Err(format!(
                "COUNT takes a number from {LEAST_COUNT} to {LARGEST_COUNT}, not {arg:?}"
            ));
        }
    }
    Ok(Some(count.unwrap_or(default)))
}
