//! The demonstration and the benchmark of chapter 3: what their tables look like
//! and about how much they say, never how much exactly, which is the machine's
//! affair.

use ch01_loops::workshop::program::Chapter;
use ch01_loops::workshop::table::{Table, cells};
use ch03_scheduler::workshop::turns::{CALL_SOON, LOWER_BOUND, compare_with};

const CHAPTER: Chapter = ch01_loops::chapter!();
const TASKS: &str = "five_thousand_tasks";

#[test]
fn the_table_says_what_a_task_costs() {
    let Some(printed) = CHAPTER.printed(TASKS, &["2000"]) else {
        return;
    };
    assert!(printed.contains("Not counted"), "{printed}");
    let table = Table::first(&printed);
    assert_eq!(table.headings(), ["2,000 tasks", "1,000,000 tasks", "1,000 threads"]);
    assert_eq!(
        table.labels(),
        [
            "address space",
            "each",
            "resident memory",
            "each",
            "kernel stacks",
            "page tables",
            "memory in all",
            "each",
            "time to start one"
        ]
    );
    let [_, many, thread] = table.figures(8)[..] else {
        panic!("three columns: {table:?}");
    };
    assert!(many > 0.0 && thread > many, "{table:?}");
}

/// The claim of the chapter, with room to spare: in memory it is 190 and more; and
/// with the kernel's share some 600.
#[cfg(target_os = "linux")]
#[test]
fn a_thread_costs_at_least_fifty_tasks() {
    let Some(printed) = CHAPTER.printed(TASKS, &["2000"]) else {
        return;
    };
    let table = Table::first(&printed);
    let tasks = [table.figures(1)[1], table.figures(3)[1]];
    assert!(tasks.iter().all(|task| (32.0..=64.0).contains(task)), "{table:?}");

    let ratios = printed.lines().find_map(|line| line.strip_prefix("one thread, in tasks"));
    let ratios = cells(ratios.expect("a row of ratios"));
    for ratio in &ratios[..2] {
        let ratio = ratio.replace(',', "").parse();
        assert!(ratio.map_or(true, |ratio: u64| ratio >= 50), "{printed}");
    }
}

#[test]
fn the_command_line_is_a_count() {
    CHAPTER.example_takes_a_count(TASKS);
}

#[test]
fn a_turn_is_given_in_lower_bounds() {
    let printed = compare_with(&[LOWER_BOUND, CALL_SOON], [2, 50, 1_000], 5_000, 9);
    let table = Table::first(&printed);
    assert_eq!(table.headings(), ["2 tasks", "50 tasks", "1,000 tasks"]);
    assert_eq!(table.labels(), ["lower bound, unboxed", "call_soon"]);

    let ratios = |row: &str| -> Vec<f64> {
        let words = row.split_whitespace();
        let ratios = words.filter_map(|word| word.strip_suffix('x')?.parse().ok());
        ratios.collect()
    };
    let rows: Vec<_> = printed.lines().map(ratios).collect();
    assert_eq!(rows[2], [1.0, 1.0, 1.0], "{printed}");
    let callback = &rows[3];
    assert!(callback.len() == 3 && callback.iter().all(|ratio| *ratio > 1.0), "{printed}");
}
