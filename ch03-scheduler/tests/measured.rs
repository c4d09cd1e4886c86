//! The demonstration of chapter 3: what its table looks like and about how much
//! it says, never how much exactly, which is the machine's affair.

#[path = "../../ch01-loops/tests/common/demonstration.rs"]
mod demonstration;

use demonstration::{Table, example, keeps_the_command_line, run, stdout};

const TASKS: &str = "five_thousand_tasks";

#[test]
fn the_table_says_what_a_task_costs() {
    let printed = stdout(&run(&example(TASKS), &["2000"]));
    assert!(printed.contains("Not counted"), "{printed}");
    let table = Table::first(&printed);
    assert_eq!(
        table.headings(),
        ["2,000 tasks", "1,000,000 tasks", "1,000 threads"]
    );
    assert_eq!(
        table.labels(),
        [
            "address space",
            "each",
            "resident memory",
            "each",
            "time to start one"
        ]
    );
    let [_, many, thread] = table.figures(4)[..] else {
        panic!("three columns: {table:?}");
    };
    assert!(many > 0.0 && thread > many, "{table:?}");
}

/// The claim of the chapter, with room to spare: in memory it is 190 and more.
#[cfg(target_os = "linux")]
#[test]
fn a_thread_costs_at_least_fifty_tasks() {
    let printed = stdout(&run(&example(TASKS), &["2000"]));
    let table = Table::first(&printed);
    let tasks = [table.figures(1)[1], table.figures(3)[1]];
    assert!(
        tasks.iter().all(|task| (32.0..=64.0).contains(task)),
        "{table:?}"
    );

    let ratios = printed
        .lines()
        .find_map(|line| line.strip_prefix("one thread, in tasks"));
    let ratios = ratios.expect("a row of ratios").split_whitespace();
    let ratios: Vec<u64> = ratios
        .map(|ratio| ratio.replace(',', "").parse().unwrap())
        .collect();
    let [addresses, memory, _time] = ratios[..] else {
        panic!("three ratios: {printed}");
    };
    assert!(addresses >= 50 && memory >= 50, "{printed}");
}

#[test]
fn the_command_line_is_a_count() {
    keeps_the_command_line(TASKS);
}
