//! The room that Linux leaves for a demonstration, seen before it starts: without that, a
//! process would be killed for its memory, and threads that cannot set themselves up panic.
//! Elsewhere nothing is known in advance.

use std::fmt::Display;
use std::path::Path;

use super::memory::{bytes_in, memory, read};
use super::{bytes, thousands};

/// The maps that Linux lists for one thread: its stack, the stack on which `std`
/// reports an overflow, and a guard page for each.
const MAPS_PER_THREAD: u64 = 4;

/// The maps to leave for everything else, and the bytes.
const SPARE_MAPS: u64 = 1000;
const SPARE: u64 = 64 * 1024 * 1024;

/// Checks that there is room for `what`: for these threads, these bytes of addresses, and the
/// bytes of memory among them.
///
/// # Errors
///
/// Says in one line what is short.
pub fn check(what: &str, threads: u64, addresses: u64, memory: u64) -> Result<(), String> {
    let maps = read("/proc/sys/vm/max_map_count").trim().parse().ok();
    let info = read("/proc/meminfo");
    let committed = commit_left(&info, &read("/proc/sys/vm/overcommit_memory"));
    let (addresses, memory) = (addresses + SPARE, memory + SPARE);
    let needs = [
        (threads * MAPS_PER_THREAD + SPARE_MAPS, maps, "maps (vm.max_map_count)"),
        (addresses, address_space_left(), "of address space"),
        (addresses, committed, "of memory that is promised"),
        (memory, bytes_in(&info, "MemAvailable:"), "of memory"),
        (memory, group_left(), "of memory"),
    ];
    for (needed, left, unit) in needs {
        let left = left.unwrap_or(u64::MAX);
        if needed > left {
            let figure = if unit.starts_with("maps") { thousands } else { bytes };
            let (needed, left) = (figure(needed), figure(left));
            return Err(format!("{what} need {needed} {unit}, and {left} are left; {TRY}"));
        }
    }
    Ok(())
}

const TRY: &str = "try a smaller COUNT";

/// The system's own refusal of one more, in one line.
pub fn refused(what: &str, started: usize, count: u64, error: impl Display) -> String {
    let (started, count) = (thousands(started as u64), thousands(count));
    format!("only {started} of {count} {what}: {error}; {TRY}")
}

/// The addresses that `ulimit -v` leaves.
fn address_space_left() -> Option<u64> {
    let limits = read("/proc/self/limits");
    let values = limits.lines().find_map(|line| line.strip_prefix("Max address space"))?;
    let limit: u64 = values.split_whitespace().next()?.parse().ok()?;
    Some(limit.saturating_sub(memory()?.address_space))
}

/// The memory that is left where the kernel promises no more than it has
/// (`vm.overcommit_memory`).
pub fn commit_left(meminfo: &str, overcommit: &str) -> Option<u64> {
    let figure = |name| bytes_in(meminfo, name).filter(|_| overcommit.trim() == "2");
    Some(figure("CommitLimit:")?.saturating_sub(figure("Committed_AS:")?))
}

/// The memory that the control groups leave: this process's own and those around it, in
/// version 2 or 1. The files that they keep in memory can go.
fn group_left() -> Option<u64> {
    let (mut least, groups) = (None, read("/proc/self/cgroup"));
    for line in groups.lines() {
        let (root, path, limit, usage) = match line.splitn(3, ':').collect::<Vec<_>>()[..] {
            [_, "", path] => ("/sys/fs/cgroup", path, "memory.max", "memory.current"),
            [_, "memory", path] => {
                let (limit, usage) = ("memory.limit_in_bytes", "memory.usage_in_bytes");
                ("/sys/fs/cgroup/memory", path, limit, usage)
            }
            _ => continue,
        };
        let own = Path::new(root).join(path.trim_start_matches('/'));
        for group in own.ancestors().take_while(|group| group.starts_with(root)) {
            let number = |file, name| {
                let text = read(&group.join(file).to_string_lossy());
                text.lines().find_map(|line| line.strip_prefix(name)?.trim().parse::<u64>().ok())
            };
            let files = ["inactive_file ", "active_file "];
            let files = files.map(|files| number("memory.stat", files).unwrap_or(0));
            let left = number(limit, "").zip(number(usage, ""));
            let left =
                left.map(|(limit, usage)| (limit + files[0] + files[1]).saturating_sub(usage));
            least = left.into_iter().chain(least).min();
        }
    }
    least
}
