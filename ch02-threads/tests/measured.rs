//! The demonstration of chapter 2: what its table looks like and about how much
//! it says, never how much exactly, which is the machine's affair.

use std::process;
use std::time::Duration;

use ch01_loops::workshop::program::{Chapter, limited, run};
use ch01_loops::workshop::table::Table;
use ch02_threads::workshop::measure::{self, COSTS, Cost, Memory, UNKNOWN, memory, room};

const CHAPTER: Chapter = ch01_loops::chapter!();
const THREADS: &str = "five_thousand_threads";

/// The bounds are wide enough for pages of any size. Elsewhere than on Linux a thread costs
/// this too, but is counted otherwise.
#[test]
fn a_stack_is_addresses_first_and_memory_when_it_is_touched() {
    const MIB: f64 = 1024.0 * 1024.0;

    let Some(printed) = CHAPTER.printed(THREADS, &["300"]) else {
        return;
    };
    let table = Table::first(&printed);
    assert_eq!(table.headings(), COSTS);
    assert_eq!(table.labels(), ["2 MiB stacks", "8 MiB stacks", "64 KiB touched"]);
    if !cfg!(target_os = "linux") {
        return;
    }
    let of_each = |heading| table.column(heading).into_iter().map(|all| all / 300.0);
    for (stack, reserved) in [2.0, 8.0, 2.0].into_iter().zip(of_each("reserved")) {
        let expected = stack * MIB..(stack + 0.6) * MIB;
        assert!(expected.contains(&reserved), "{stack} MiB: {table:?}");
    }
    let resident: Vec<f64> = of_each("resident").collect();
    for resident in &resident[..2] {
        assert!((4e3..200e3).contains(resident), "{table:?}");
    }
    assert!((50e3..200e3).contains(&(resident[2] - resident[0])), "{table:?}");

    // Where the system reports it: the kernel has a stack and a page of tables for each.
    let costs = of_each("kernel").zip(resident).zip(table.column("each"));
    for ((kernel, resident), each) in costs.filter(|((kernel, _), _)| kernel.is_finite()) {
        assert!((5e3..300e3).contains(&kernel), "{table:?}");
        assert!(((kernel + resident) / each - 1.0).abs() < 0.03, "{table:?}");
    }
}

/// The orders are an accident of each run; their sum is not.
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

/// The shell sets a limit and becomes the demonstration, which sees that there is no room
/// for so many, or else is refused one by the system.
#[test]
fn a_limit_is_one_line_and_status_1() {
    if !cfg!(target_os = "linux") {
        return;
    }
    let program = CHAPTER.example(THREADS);
    for (limit, count, signs) in [
        ("ulimit -v 4000000", "5000", ["5,000 threads need 10.8 GB of address space", ""]),
        ("ulimit -v 4000000", "900", ["900 threads need 7.7 GB of address space", "2 MiB stacks"]),
        ("true", "1000000", ["1,000,000 threads need", ""]),
    ] {
        // Without the allocator's 64 MiB of addresses for each of the first threads.
        let mut program = limited(limit, &program);
        let finished = run(program.arg(count).env("MALLOC_ARENA_MAX", "1"));
        let (stdout, stderr) = (&finished.stdout, &finished.stderr);
        assert_eq!(finished.status.code(), Some(1), "{stderr}");
        assert_eq!(stderr.lines().count(), 1, "{stderr}");
        assert!(stderr.ends_with("try a smaller COUNT\n"), "{stderr}");
        // A container may have a limit of its own, which is met first (EAGAIN).
        if !stderr.contains("(os error 11)") {
            assert!(stderr.contains(signs[0]) && stdout.contains(signs[1]), "{stdout}{stderr}");
        }
    }
}

#[test]
fn what_the_system_promises_is_room() {
    let info = "CommitLimit:  9000 kB\nCommitted_AS:  5000 kB\n";
    assert_eq!(room::commit_left(info, "2\n"), Some(4000 * 1024));
    assert_eq!(room::commit_left("CommitLimit: 1 kB\nCommitted_AS: 2 kB\n", "2\n"), Some(0));
    assert_eq!(room::commit_left(info, "0\n"), None);
    assert_eq!(room::commit_left("", "2\n"), None);
}

#[test]
fn memory_is_read_from_proc() {
    let status = "Name:\tdemo\nVmPeak:\t 9 kB\nVmSize:\t 11000000 kB\nVmRSS:\t   3000 kB\n\
                  VmPTE:\t      48 kB\nThreads:\t3\n";
    let rollup = "55d0-7ffc ---p 00000000 00:00 0    [rollup]\nRss:     50000 kB\nPss: 7 kB\n";
    let mut expected = Memory {
        resident: 51_200_000,
        address_space: 11_264_000_000,
        kernel: Some(3 * 16_384 + 49_152),
    };
    let read = memory::memory_in_proc;
    assert_eq!(read(status, rollup, Some(16_384)), Some(expected));
    assert_eq!(expected.all(), Some(51_298_304));
    expected.kernel = None;
    assert_eq!(read(status, rollup, None), Some(expected));
    expected.resident = 3000 * 1024;
    assert_eq!(read(status, "", None), Some(expected));
    assert_eq!(read("VmRSS:\t 1 kB\n", "", None), None);
    assert_eq!(read("VmSize: 1\nVmRSS: 1\n", "", None), None);
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
fn memory_and_time_are_read_from_ps() {
    let expected = Memory { resident: 1_536_000, address_space: 418_816_000_000, kernel: None };
    assert_eq!(memory::memory_in_ps("  1500 409000000\n"), Some(expected));
    assert_eq!([memory::memory_in_ps(""), memory::memory_in_ps("1500 -\n")], [None, None]);

    let time = |line| memory::cpu_time_in_ps(line).map(|time| time.as_millis());
    assert_eq!(["00:00:07\n", "  0:01.25\n"].map(time), [Some(7_000), Some(1_250)]);
    assert_eq!(time("1-02:03:04\n"), Some(93_784_000));
    assert_eq!(["", "-", "1:x", "-1:00"].map(time), [None; 4]);
}

#[test]
fn processor_time_is_read_from_proc() {
    let stat = "42 (a (b) c) R 1 2 3 4 5 6 7 8 9 10 250 50 9 9 20 0 1 0";
    assert_eq!(memory::cpu_time_in_stat(stat), Some(Duration::from_secs(3)));
    assert_eq!(memory::cpu_time_in_stat("42 (demo) R 1 2"), None);
}

/// Both ways at once, where a machine has both: as Linux does with `ps` installed. Other
/// tests run between the two looks, so there is more than one try.
#[test]
fn proc_and_ps_agree() {
    let id = process::id();
    let memory = || memory::memory_from_proc(id).zip(memory::memory_from_ps(id));
    let time = || memory::cpu_time_from_proc(id).zip(memory::cpu_time_from_ps(id));
    let near = |one: u64, other: u64| one / 2 <= other && other / 2 <= one;
    assert!((0..20).any(|_| memory().is_none_or(|(proc, ps)| {
        near(proc.resident, ps.resident) && near(proc.address_space, ps.address_space)
    })));
    let seconds = |(proc, ps): (Duration, Duration)| proc.abs_diff(ps).as_secs();
    assert!((0..20).any(|_| time().is_none_or(|both| seconds(both) < 2)));
    assert!(!cfg!(target_os = "linux") || memory::memory_from_proc(id).is_some());
}

#[test]
fn a_cost_is_a_difference_or_unknown() {
    let much = Memory { resident: u64::MAX, address_space: u64::MAX, kernel: None };
    let (cost, ()) = Cost::since(Some(much), 1, || ());
    assert!(cost.memory.is_none_or(|memory| memory.resident == 0 && memory.address_space == 0));

    let cost = Cost { count: 5_000, memory: None, time: Duration::from_millis(155) };
    let [memory @ .., time] = cost.cells();
    assert_eq!((memory, time.as_str()), ([UNKNOWN; 5].map(str::to_owned), "31 µs"));
}

#[test]
fn figures_are_for_people() {
    assert_eq!([0, 999, 5_000].map(measure::thousands), ["0", "999", "5,000"]);
    for (n, text) in [
        (0, "0 B"),
        (999, "999 B"),
        (1_000, "1 KB"),
        (9_733, "9.7 KB"),
        (99_960, "100 KB"),
        (999_499, "999 KB"),
        (999_500, "1 MB"),
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
