//! Benchmarks of turns.

use std::process::ExitCode;
use std::time::Duration;

use super::command_line::{demonstrate, is_benched, print};
use super::figures::{nanoseconds, thousands};
use super::table::TableWriter;

/// A way to take turns: its name; a number that is larger if it is slower, because it then
/// gets fewer turns; and a function that lets a number of tasks take a number of turns each, and
/// returns how long that took, or why it cannot run.
pub type Contender = (&'static str, u64, fn(u64, u64) -> Result<Duration, &'static str>);

const ABOUT: &str = "\
How long one turn takes: the median of seven runs.
Not counted: making the tasks, and what a task would do in its turn.";

/// Prints how long a turn takes for each contender, with 2, COUNT and a million tasks, and
/// returns the status to end with.
///
/// Unless `cargo bench` runs it, a few turns of a few tasks are enough.
pub fn benchmark(command: &str, contenders: &[Contender]) -> ExitCode {
    if !is_benched() {
        compare(contenders, [2, 50, 1_000], 5_000, 1);
        return ExitCode::SUCCESS;
    }
    demonstrate(command, ABOUT, 5_000, |count| {
        compare(contenders, [2, count, 1_000_000], 4_000_000, 7);
        print(&format!("\n{ABOUT}"));
        Ok(())
    })
}

fn compare(contenders: &[Contender], counts: [u64; 3], all_turns: u64, runs: usize) {
    let headings = counts.map(|count| format!("{} tasks", thousands(count)));
    let mut table = TableWriter::new("one turn, with", &headings);
    for (name, slower, run) in contenders {
        let cells = counts.map(|tasks| {
            let turns = (all_turns / slower / tasks).max(2);
            let times = (0..runs).map(|_| run(tasks, turns)).collect::<Result<Vec<_>, _>>();
            let turn = times.map(|mut times| {
                times.sort_unstable();
                times[runs / 2].as_secs_f64() * 1e9 / (tasks * turns) as f64
            });
            turn.map_or_else(str::to_owned, nanoseconds)
        });
        table.row(name, &cells);
    }
}
