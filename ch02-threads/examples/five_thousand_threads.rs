//! The cost of a thread while it waits: 5,000 of them, asleep.
//!
//! `cargo run --release --example five_thousand_threads`

use std::process::ExitCode;

use ch02_threads::workshop::measure::threads::{STD_STACK, Threads};
use ch02_threads::workshop::measure::{
    COSTS, Cost, TableWriter, demonstrate, memory, print, thousands,
};

const ABOUT: &str = "\
Starts COUNT threads that sleep, and prints what they cost while they do.
Then the same with larger stacks, and with stacks that have been used.";

const NOTES: &str = "\
Touched: each thread has written to 64 KiB of its stack of 2 MiB.
Reserved: address space. Resident: the memory behind it. Kernel: a second stack
for each thread, and page tables, which map addresses to memory.
At least: resident and kernel together. The kernel keeps more about a thread, on
Linux some 8 KB, but does not report that for each process.";

fn main() -> ExitCode {
    demonstrate("run --release --example five_thousand_threads", ABOUT, 5_000, |count| {
        let _first = Threads::start_first();
        let before = memory();
        let mut table = TableWriter::new(&format!("{} threads", thousands(count)), &COSTS);
        for (label, stack, touches) in [
            ("2 MiB stacks", STD_STACK, false),
            ("8 MiB stacks", 4 * STD_STACK, false),
            ("64 KiB touched", STD_STACK, true),
        ] {
            let (cost, threads) =
                Cost::since(before, count, || Threads::start(count, stack, touches));
            let _asleep = threads?;
            table.row(label, &cost.cells());
        }
        print(&format!("\n{NOTES}"));
        Ok(())
    })
}
