//! What a thread costs while it waits: 5,000 of them, asleep.
//!
//! `cargo run --release --example five_thousand_threads`

use std::error::Error;
use std::process::ExitCode;

use ch02_threads::workshop::measure::threads::{STD_STACK, Threads, touch};
use ch02_threads::workshop::measure::{Cost, cost_table, demonstrate, memory, print, thousands};

const COMMAND: &str = "run --release --example five_thousand_threads";

const ABOUT: &str = "\
Starts COUNT threads that sleep, and prints what they cost while they do.
Then the same with larger stacks, and with stacks that have been used.";

const NOTES: &str = "\
Touched: each thread has written to 64 KiB of its stack, which is of 2 MiB.
Memory in all: resident memory, which is the process's own, and what the kernel
keeps for it: one more stack for each thread, and the tables of its addresses.";

fn main() -> ExitCode {
    demonstrate(COMMAND, ABOUT, 5_000, run)
}

fn run(count: u64) -> Result<(), Box<dyn Error>> {
    let _first = Threads::start_first();
    memory(); // The first look takes memory of its own.
    let before = memory();

    let mut columns = Vec::new();
    let mut measure = |heading, stack, first| {
        let (cost, threads) = Cost::since(before, count, || Threads::start(count, stack, first));
        threads.map(|_all_asleep| columns.push((heading, cost)))
    };
    let refused = measure("2 MiB stacks", STD_STACK, || ())
        .and_then(|()| measure("8 MiB stacks", 4 * STD_STACK, || ()))
        .and_then(|()| measure("64 KiB touched", STD_STACK, touch));

    if !columns.is_empty() {
        let title = format!("{} threads", thousands(count));
        print(&cost_table(&title, &columns));
        print(&format!("\n{NOTES}"));
    }
    Ok(refused?)
}
