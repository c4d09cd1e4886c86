//! How many threads there is room for, and which limit is reached if there is not.
//!
//! The figures are those of Linux. Elsewhere nothing is known in advance, and the
//! limit is a guess.

use std::path::{Path, PathBuf};
use std::{fs, io};

use super::{memory, thousands};

/// The maps that Linux lists for one thread: its stack, the stack on which `std`
/// reports an overflow, and a guard page for each.
const MAPS_PER_THREAD: u64 = 4;

/// The maps to leave for everything else.
const SPARE_MAPS: u64 = 1000;

/// The address space to leave for everything else, if it is limited.
const SPARE: u64 = 64 * 1024 * 1024;

/// What must stay free. A started thread takes a little more than its stack, and if
/// it cannot, `std` ends the whole program.
pub struct Room {
    address_space: Option<u64>,
    threads: u64,
}

impl Room {
    pub fn look() -> Self {
        let maps = number_in("/proc/sys/vm/max_map_count").unwrap_or(u64::MAX);
        Self {
            address_space: own_limit("Max address space"),
            threads: maps.saturating_sub(SPARE_MAPS) / MAPS_PER_THREAD,
        }
    }

    /// Whether there is room for one more thread after this many.
    pub fn check(&self, started: u64) -> io::Result<()> {
        // Reserving it even briefly could take it from a thread that has begun to run.
        let taken = self.address_space.and_then(|_| memory());
        let taken = taken.map_or(0, |memory| memory.address_space + SPARE);
        if taken > self.address_space.unwrap_or(u64::MAX) || started >= self.threads {
            return Err(io::Error::other("no room for another"));
        }
        Ok(())
    }
}

/// The limit that seems to be reached, in words: the system does not report which.
pub fn probably_met(started: u64, stack: usize) -> String {
    let wanted = memory().map(|taken| taken.address_space + SPARE + stack as u64);
    let kib = |bytes: u64| bytes / 1024;
    let all = threads_of_all();
    let mut candidates = vec![
        (
            "the address space of a process (ulimit -v)",
            wanted.map(kib),
            own_limit("Max address space").map(kib),
        ),
        (
            "the memory maps of a process (vm.max_map_count)",
            Some(started * MAPS_PER_THREAD + SPARE_MAPS),
            number_in("/proc/sys/vm/max_map_count"),
        ),
        (
            "the threads of the whole system (kernel.threads-max)",
            all,
            number_in("/proc/sys/kernel/threads-max"),
        ),
        (
            "the numbers for processes and threads (kernel.pid_max)",
            all,
            number_in("/proc/sys/kernel/pid_max"),
        ),
    ];
    candidates.extend(groups().iter().map(|group| {
        (
            "the threads of a container or session (pids.max)",
            number_in(group.join("pids.current")),
            number_in(group.join("pids.max")),
        )
    }));

    for (what, used, limit) in candidates {
        if let (Some(used), Some(limit)) = (used, limit) {
            // A little less: something may have ended before this look.
            if used >= limit - limit / 50 {
                return format!("{what}: {}", thousands(limit));
            }
        }
    }
    match own_limit("Max processes") {
        Some(limit) => format!("the threads of a user (ulimit -u): {}", thousands(limit)),
        None if cfg!(target_os = "macos") => {
            "the threads of a process (sysctl kern.num_taskthreads)".to_owned()
        }
        None => "one that this system does not report".to_owned(),
    }
}

/// The soft limit of this name that Linux sets for this process, if any.
fn own_limit(name: &str) -> Option<u64> {
    let limits = fs::read_to_string("/proc/self/limits").ok()?;
    let values = limits.lines().find_map(|line| line.strip_prefix(name))?;
    values.split_whitespace().next()?.parse().ok()
}

/// The threads of all processes: the second figure of `3/1204`, the fourth field of
/// the file.
fn threads_of_all() -> Option<u64> {
    let load = fs::read_to_string("/proc/loadavg").ok()?;
    let (_, all) = load.split(' ').nth(3)?.split_once('/')?;
    all.parse().ok()
}

/// The number in a file that holds nothing else.
fn number_in(file: impl AsRef<Path>) -> Option<u64> {
    fs::read_to_string(file).ok()?.trim().parse().ok()
}

/// The control group of this process and those around it, as folders.
fn groups() -> Vec<PathBuf> {
    let lines = fs::read_to_string("/proc/self/cgroup").unwrap_or_default();
    let groups = lines.lines().filter_map(|line| {
        let (root, path) = match line.split_once("::/") {
            Some((_, path)) => ("/sys/fs/cgroup", path),
            None => ("/sys/fs/cgroup/pids", line.split_once(":pids:/")?.1),
        };
        Some((root, Path::new(root).join(path)))
    });
    let around = groups.flat_map(|(root, group)| {
        let around = group.ancestors().map(Path::to_owned);
        let around: Vec<_> = around.take_while(|group| group.starts_with(root)).collect();
        around
    });
    around.collect()
}
