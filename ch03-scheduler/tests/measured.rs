//! The demonstration of chapter 3: its table, and about how much it says, never how much
//! exactly, which is the machine's affair.

use ch01_loops::workshop::program::Chapter;
use ch01_loops::workshop::table::Table;
use ch02_threads::workshop::measure::COSTS;

const CHAPTER: Chapter = ch01_loops::chapter!();
const TASKS: &str = "five_thousand_tasks";

/// The claim of the chapter, with room to spare: in memory it is 190 and more; and
/// with the kernel's share some 600.
#[test]
fn a_thread_costs_at_least_fifty_tasks() {
    let Some(printed) = CHAPTER.printed(TASKS, &["2000"]) else {
        return;
    };
    let table = Table::first(&printed);
    assert_eq!(table.headings(), COSTS);
    assert_eq!(table.labels(), ["2,000 tasks", "1,000,000 tasks", "1,000 threads"]);
    let start = table.column("to start");
    assert!(start[1] > 0.0 && start[2] > start[1], "{table:?}");
    if cfg!(target_os = "linux") {
        for heading in ["reserved", "resident"] {
            let tasks = table.column(heading)[1] / 1e6;
            assert!((32.0..=64.0).contains(&tasks), "{heading}: {table:?}");
        }
        let [_, task, thread] = table.column("each")[..] else { panic!("{table:?}") };
        assert!(thread.is_nan() || thread / task >= 50.0, "{table:?}");
    }
}

#[test]
fn the_command_line_is_a_count() {
    CHAPTER.example_takes_a_count(TASKS);
}
