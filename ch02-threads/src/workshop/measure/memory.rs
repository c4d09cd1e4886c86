//! What this process takes from the system.

use std::process::Command;
use std::time::Duration;
use std::{fs, process};

/// What this process takes, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Memory {
    /// All addresses that are reserved, with memory behind them or not.
    pub address_space: u64,
    /// The memory behind the pages in use.
    pub resident: u64,
    /// What the kernel keeps for it. `None` if the system does not report it.
    pub kernel: Option<Kernel>,
}

/// What the kernel keeps for this process and its threads, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kernel {
    /// A second stack for each thread, for its calls into the kernel.
    pub stacks: u64,
    /// The tables that map addresses to memory.
    pub page_tables: u64,
}

impl Memory {
    /// Resident memory and the kernel's share together.
    pub fn all(self) -> Option<u64> {
        let kernel = self.kernel?;
        Some(self.resident + kernel.stacks + kernel.page_tables)
    }

    /// What has been added since `before`.
    pub fn since(self, before: Self) -> Self {
        let kernel = self.kernel.zip(before.kernel);
        Self {
            address_space: self.address_space.saturating_sub(before.address_space),
            resident: self.resident.saturating_sub(before.resident),
            kernel: kernel.map(|(after, before)| Kernel {
                stacks: after.stacks.saturating_sub(before.stacks),
                page_tables: after.page_tables.saturating_sub(before.page_tables),
            }),
        }
    }
}

/// What this process takes now: from `/proc` on Linux, from `ps` on other Unix
/// systems. `None` if neither reports it.
pub fn memory() -> Option<Memory> {
    memory_from_proc().or_else(memory_from_ps)
}

/// [`memory`] from `/proc`.
pub fn memory_from_proc() -> Option<Memory> {
    let read = |name| fs::read_to_string(name).ok();
    let status = read("/proc/self/status")?;
    let all = read("/proc/meminfo").zip(read("/proc/loadavg"));
    let stack = all.and_then(|(info, load)| kernel_stack(&info, &load));
    memory_in_status(&status, stack)
}

/// [`memory`] from `ps`.
pub fn memory_from_ps() -> Option<Memory> {
    memory_in_ps(&ps(&["rss=", "vsz="])?)
}

/// The figures in the text of `/proc/self/status`, where a kernel stack is so large.
pub fn memory_in_status(status: &str, kernel_stack: Option<u64>) -> Option<Memory> {
    let kernel = || {
        let threads = field(status, "Threads:")?.parse::<u64>().ok()?;
        Some(Kernel { stacks: threads * kernel_stack?, page_tables: bytes_in(status, "VmPTE:")? })
    };
    Some(Memory {
        address_space: bytes_in(status, "VmSize:")?,
        resident: bytes_in(status, "VmRSS:")?,
        kernel: kernel(),
    })
}

/// The size of a thread's stack in the kernel. `/proc/meminfo` has the stacks of all
/// threads of the system, and `/proc/loadavg`, in `3/1204`, how many threads these are.
pub fn kernel_stack(meminfo: &str, loadavg: &str) -> Option<u64> {
    let (_, threads) = loadavg.split(' ').nth(3)?.split_once('/')?;
    let stacks = bytes_in(meminfo, "KernelStack:")?;
    let average = stacks.checked_div(threads.parse().ok()?)?;
    let stack = (average + 512) / 1024 * 1024; // Threads come and go between the two.
    // A container's files may describe two different systems.
    (4096..=128 * 1024).contains(&stack).then_some(stack)
}

/// The figures in what `ps -o rss= -o vsz=` prints.
pub fn memory_in_ps(line: &str) -> Option<Memory> {
    let mut figures = line.split_whitespace().map(kibibytes);
    Some(Memory { resident: figures.next()??, address_space: figures.next()??, kernel: None })
}

fn field<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    let value = text.lines().find_map(|line| line.strip_prefix(name));
    value.map(str::trim)
}

fn bytes_in(text: &str, name: &str) -> Option<u64> {
    kibibytes(field(text, name)?.strip_suffix("kB")?.trim())
}

fn kibibytes(text: &str) -> Option<u64> {
    text.parse::<u64>().ok()?.checked_mul(1024)
}

/// The time that this process has kept a processor busy so far, all threads
/// together, in user and in system mode. From `/proc/self/stat` on Linux, in
/// steps of 10 ms; from `ps` on other Unix systems, where the steps may be whole
/// seconds. `None` if neither reports it.
pub fn cpu_time() -> Option<Duration> {
    cpu_time_from_proc().or_else(cpu_time_from_ps)
}

/// [`cpu_time`] from `/proc`.
pub fn cpu_time_from_proc() -> Option<Duration> {
    cpu_time_in_stat(&fs::read_to_string("/proc/self/stat").ok()?)
}

/// [`cpu_time`] from `ps`.
pub fn cpu_time_from_ps() -> Option<Duration> {
    cpu_time_in_ps(&ps(&["time="])?)
}

/// The sum of `utime` and `stime` in the text of `/proc/self/stat`.
///
/// They are counted in clock ticks. Only `sysconf`, which `std` does not call, reports
/// how long a tick is: on today's processors Linux has 100 a second, whatever the
/// kernel's own clock does.
pub fn cpu_time_in_stat(stat: &str) -> Option<Duration> {
    // The second field, the program's name in parentheses, may hold anything.
    let (_, fields) = stat.rsplit_once(')')?;
    let mut times = fields.split_whitespace().skip(11);
    let mut ticks = || times.next()?.parse::<u64>().ok();
    let total = ticks()?.checked_add(ticks()?)?;
    Some(Duration::from_millis(total.checked_mul(10)?))
}

/// The time in what `ps -o time=` prints: `1-02:03:04`, `2:03` or `0:01.25`.
pub fn cpu_time_in_ps(line: &str) -> Option<Duration> {
    let (days, clock) = line.trim().split_once('-').unwrap_or(("0", line.trim()));
    let mut seconds = 0.0;
    for part in clock.split(':') {
        seconds = seconds * 60.0 + part.parse::<f64>().ok()?;
    }
    seconds += 86_400.0 * f64::from(days.parse::<u32>().ok()?);
    Duration::try_from_secs_f64(seconds).ok()
}

/// What `ps` prints about this process in these columns.
fn ps(columns: &[&str]) -> Option<String> {
    if !cfg!(unix) {
        return None; // A `ps` found elsewhere numbers processes in its own way.
    }
    let columns = columns.iter().flat_map(|column| ["-o", column]);
    let output = Command::new("ps")
        .args(columns)
        .args(["-p", &process::id().to_string()])
        .env("LC_ALL", "C")
        .output()
        .ok()?;
    output.status.success().then_some(())?;
    String::from_utf8(output.stdout).ok()
}
