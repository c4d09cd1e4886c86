//! The demonstration of chapter 2: what its table looks like and about how much
//! it says, never how much exactly, which is the machine's affair.

use std::time::Duration;

use ch01_loops::workshop::program::{Chapter, limited, run};
use ch01_loops::workshop::table::Table;
use ch02_threads::workshop::measure;
use ch02_threads::workshop::measure::memory::{self, Kernel};
use ch02_threads::workshop::measure::{Cost, Memory, NOT_KNOWN};

const CHAPTER: Chapter = ch01_loops::chapter!();
const THREADS: &str = "five_thousand_threads";

#[test]
fn the_table_says_what_a_thread_costs() {
    let Some(printed) = CHAPTER.printed(THREADS, &["300"]) else {
        return;
    };
    assert!(printed.contains("Memory in all"), "{printed}");
    let table = Table::first(&printed);
    assert_eq!(table.headings(), ["2 MiB stacks", "8 MiB stacks", "64 KiB touched"]);
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
    for row in 0..9 {
        for figure in table.figures(row) {
            assert!(figure > 0.0 || figure.is_nan(), "{table:?}");
        }
    }
}

/// An address costs nothing until it is written to. The bounds are wide enough for
/// pages of any size. Elsewhere a thread costs this too, but is counted otherwise.
#[cfg(target_os = "linux")]
#[test]
fn a_stack_is_addresses_first_and_memory_when_it_is_touched() {
    const MIB: f64 = 1024.0 * 1024.0;

    let Some(printed) = CHAPTER.printed(THREADS, &["300"]) else {
        return;
    };
    let table = Table::first(&printed);
    let (addresses, memory) = (table.figures(1), table.figures(3));
    for (stack, addresses) in [2.0, 8.0, 2.0].into_iter().zip(addresses) {
        let expected = stack * MIB..(stack + 0.6) * MIB;
        assert!(expected.contains(&addresses), "{stack} MiB: {table:?}");
    }
    for memory in &memory[..2] {
        assert!((4e3..200e3).contains(memory), "{table:?}");
    }
    let touched = memory[2] - memory[0];
    assert!((50e3..200e3).contains(&touched), "{table:?}");
}

/// Wherever the system tells it: the kernel has a stack and a page of tables for each.
#[cfg(target_os = "linux")]
#[test]
fn the_kernel_has_its_share_of_a_thread() {
    let Some(printed) = CHAPTER.printed(THREADS, &["300"]) else {
        return;
    };
    let table = Table::first(&printed);
    let (resident, stacks, tables) = (table.figures(2), table.figures(4), table.figures(5));
    let all = table.figures(6);
    for column in 0..3 {
        let sum = resident[column] + stacks[column] + tables[column];
        let is_sum = (sum / all[column] - 1.0).abs() < 0.03;
        let is_known = sum.is_finite();
        let (stack, tables) = (stacks[column] / 300.0, tables[column] / 300.0);
        let is_share = (4e3..100e3).contains(&stack) && (1e3..200e3).contains(&tables);
        assert!(!is_known || is_sum && is_share, "{table:?}");
    }
}

/// Which orders there are is an accident of each run; that they are all counted is not.
#[test]
fn every_run_has_an_order() {
    let Some(printed) = CHAPTER.printed("orders", &["100"]) else {
        return;
    };
    let table = Table::first(&printed);
    assert!(table.title().starts_with("100 runs, "), "{printed}");
    let times = |line: &str| -> Option<u32> { line.get(24..31)?.trim().parse().ok() };
    let rows: Vec<u32> = printed.lines().skip(2).filter_map(times).collect();
    let (not_in_pairs, orders) = rows.split_last().expect("a row");
    assert_eq!(orders.iter().sum::<u32>(), 100, "{printed}");
    assert!(*not_in_pairs <= 100, "{printed}");
    for order in table.labels().iter().filter(|label| label.len() == 19) {
        let mut numbers: Vec<&str> = order.split(' ').collect();
        numbers.sort_unstable();
        assert_eq!(numbers.concat(), "0112233445", "{printed}");
    }
}

#[test]
fn the_command_line_is_a_count() {
    CHAPTER.example_takes_a_count(THREADS);
    CHAPTER.example_takes_a_count("orders");
}

/// The shell sets a limit and becomes the demonstration.
#[cfg(target_os = "linux")]
#[test]
fn a_refused_thread_is_one_line_and_status_1() {
    let told = run(&mut limited("ulimit -v 4000000", &CHAPTER.example(THREADS))).fails(1);
    assert!(told.contains("of 5,000 threads"), "{told}");
    // A container may have a limit of its own, which is met first (EAGAIN).
    let limits = ["(ulimit -v): 4,000,000", "(os error 11)"];
    assert!(limits.iter().any(|limit| told.contains(limit)), "{told}");
}

#[test]
fn memory_is_read_from_proc() {
    let status = "Name:\tdemo\nVmPeak:\t 9 kB\nVmSize:\t 11000000 kB\nVmRSS:\t   50000 kB\n\
                  VmPTE:\t      48 kB\nThreads:\t3\n";
    let mut expected = Memory {
        resident: 51_200_000,
        address_space: 11_264_000_000,
        kernel: Some(Kernel { stacks: 3 * 16_384, page_tables: 49_152 }),
    };
    let read = memory::memory_in_status(status, Some(16_384));
    assert_eq!(read, Some(expected));
    assert_eq!(expected.all(), Some(51_298_304));
    expected.kernel = None;
    assert_eq!(memory::memory_in_status(status, None), Some(expected));
    assert_eq!(memory::memory_in_status("VmRSS:\t 1 kB\n", None), None);
    let without_unit = memory::memory_in_status("VmSize: 1\nVmRSS: 1\n", None);
    assert_eq!(without_unit, None);
}

#[test]
fn a_kernel_stack_is_a_threads_part_of_all_of_them() {
    let stack = |meminfo, loadavg| memory::kernel_stack(meminfo, loadavg);
    let all = "MemFree: 9 kB\nKernelStack:        1472 kB\nPageTables: 1 kB\n";
    assert_eq!(stack(all, "1.50 1.33 0.67 1/92 29755\n"), Some(16_384));
    assert_eq!(stack(all, "1.50 1.33 0.67 1/9 29755\n"), None);
    assert_eq!(stack(all, "0 0 0 0/0 0\n"), None);
    assert_eq!(stack("MemFree: 9 kB\n", "1.50 1.33 0.67 1/92 29755\n"), None);
}

#[test]
fn memory_is_read_from_ps() {
    let expected = Memory { resident: 1_536_000, address_space: 418_816_000_000, kernel: None };
    assert_eq!(memory::memory_in_ps("  1500 409000000\n"), Some(expected));
    assert_eq!(memory::memory_in_ps(""), None);
    assert_eq!(memory::memory_in_ps("1500 -\n"), None);
}

#[test]
fn processor_time_is_read_from_proc() {
    let stat = "42 (a (b) c) R 1 2 3 4 5 6 7 8 9 10 250 50 9 9 20 0 1 0";
    assert_eq!(memory::cpu_time_in_stat(stat), Some(Duration::from_secs(3)));
    assert_eq!(memory::cpu_time_in_stat("42 (demo) R 1 2"), None);
}

#[test]
fn processor_time_is_read_from_ps() {
    for (line, milliseconds) in
        [("00:00:07\n", 7_000), ("  0:01.25\n", 1_250), ("1-02:03:04\n", 93_784_000)]
    {
        let expected = Some(Duration::from_millis(milliseconds));
        assert_eq!(memory::cpu_time_in_ps(line), expected, "{line:?}");
    }
    for line in ["", "-", "1:x", "-1:00"] {
        assert_eq!(memory::cpu_time_in_ps(line), None, "{line:?}");
    }
}

/// Both ways at once, where a machine has both: as Linux does with `ps` installed. Other
/// tests run between the two looks, so there is more than one try.
#[test]
fn proc_and_ps_agree() {
    let memory = || {
        let pair = memory::memory_from_proc().zip(memory::memory_from_ps());
        pair.is_none_or(|(proc, ps)| {
            let close = |one: u64, other: u64| one / 2 <= other && other / 2 <= one;
            close(proc.resident, ps.resident) && close(proc.address_space, ps.address_space)
        })
    };
    let time = || {
        let pair = memory::cpu_time_from_proc().zip(memory::cpu_time_from_ps());
        pair.is_none_or(|(proc, ps)| proc.abs_diff(ps) <= Duration::from_secs(2))
    };
    assert!((0..20).any(|_| memory()), "proc and ps disagree on memory");
    assert!((0..20).any(|_| time()), "proc and ps disagree on time");
    if cfg!(target_os = "linux") {
        assert!(memory::memory_from_proc().is_some());
    }
}

#[test]
fn a_cost_is_a_difference() {
    let much = Memory { resident: u64::MAX, address_space: u64::MAX, kernel: None };
    let (cost, ()) = Cost::since(Some(much), 1, || ());
    if let Some(memory) = cost.memory {
        assert_eq!((memory.resident, memory.address_space), (0, 0));
    }
}

#[test]
fn what_the_system_does_not_tell_is_named() {
    let cost = Cost { count: 5_000, memory: None, time: Duration::from_millis(155) };
    let table = measure::cost_table("5,000 threads", &[("2 MiB stacks", cost)]);
    assert_eq!(table.matches(NOT_KNOWN).count(), 8, "{table}");
    assert!(table.ends_with("31 µs"), "{table}");
}

#[test]
fn figures_are_for_people() {
    for (n, text) in [(0, "0"), (999, "999"), (5_000, "5,000"), (1_234_567, "1,234,567")] {
        assert_eq!(measure::thousands(n), text);
    }
    for (n, text) in [
        (0, "0 B"),
        (999, "999 B"),
        (1_000, "1 KB"),
        (9_733, "9.7 KB"),
        (99_960, "100 KB"),
        (999_499, "999 KB"),
        (999_500, "1 MB"),
        (50_000_000, "50 MB"),
        (11_430_000_000, "11.4 GB"),
        (u64::MAX, "18,446,744 TB"),
    ] {
        assert_eq!(measure::bytes(n), text);
    }
    for (ns, text) in [(3, "3 ns"), (31_400, "31.4 µs"), (90_000_000_000, "90 s")] {
        assert_eq!(measure::time(Duration::from_nanos(ns)), text);
    }
    assert_eq!(measure::nanoseconds(3.06), "3.1 ns");
}
