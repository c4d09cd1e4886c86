//! Counts the orders in which two threads print: runs the chapter's two counts again and again,
//! with a second of one millisecond.
//!
//! `cargo run --release --example orders`

use std::collections::BTreeMap;
use std::process::ExitCode;
use std::thread;
use std::time::Duration;

use ch01_loops::{Console, Event, EventKind, countdown, countup};
use ch02_threads::workshop::measure::{demonstrate, print, thousands};

const ABOUT: &str = "\
Runs a countdown and a countup on two threads COUNT times, with a second of one
millisecond, and draws how often the ten numbers came in each order.";

/// The number of orders with a bar; the others share a row.
const SHOWN: usize = 5;
/// The columns of the longest bar.
const LONGEST: u64 = 40;

/// Ten numbers, each with whether it is the countdown's.
type Order = Vec<(String, bool)>;

fn main() -> ExitCode {
    demonstrate("run --release --example orders", ABOUT, 300, |runs| {
        let mut seen: BTreeMap<Order, u64> = BTreeMap::new();
        for _ in 0..runs {
            *seen.entry(order()).or_default() += 1;
        }
        let in_pairs: u64 = seen.iter().filter(|row| are_pairs(row.0)).map(|row| row.1).sum();
        let mut rows: Vec<(String, u64)> =
            seen.iter().map(|(order, times)| (numbers(order), *times)).collect();
        rows.sort_by_key(|row| std::cmp::Reverse(row.1));
        let title = format!("{} runs, {} orders", thousands(runs), rows.len());
        print(&format!("{title:<24}  times\n{}", "-".repeat(74)));
        let most = rows.first().map_or(1, |row| row.1);
        for (order, times) in rows.iter().take(SHOWN) {
            let bar = "#".repeat((times * LONGEST).div_ceil(most) as usize);
            print(&format!("{order:<24} {times:>6}  {bar}"));
        }
        let others: Vec<u64> = rows.iter().skip(SHOWN).map(|row| row.1).collect();
        let (label, times): (_, u64) = (format!("{} others", others.len()), others.iter().sum());
        print(&format!("{label:<24} {times:>6}"));
        print(&format!("{:<24} {:>6}", "not in pairs", runs - in_pairs));
        Ok(())
    })
}

/// Runs both counts once.
fn order() -> Order {
    let console = Console::in_memory(Duration::from_millis(1));
    let (down, up) = (console.task("countdown"), console.task("countup"));
    thread::scope(|scope| {
        scope.spawn(|| countdown(&down, 5));
        scope.spawn(|| countup(&up, 5));
    });
    let print = |event: Event| match event.kind {
        EventKind::Print(number) => Some((number, event.task == "countdown")),
        EventKind::Wait(_) => None,
    };
    console.events().into_iter().filter_map(print).collect()
}

fn numbers(order: &Order) -> String {
    Vec::from_iter(order.iter().map(|(number, _)| number.as_str())).join(" ")
}

/// True if each second has a number of either count.
fn are_pairs(order: &Order) -> bool {
    order.chunks(2).all(|pair| pair[0].1 != pair[1].1)
}
