//! The memory and the processor time that a process takes.

use std::fs;
use std::process::{self, Command};
use std::time::Duration;

/// The memory of a process, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Memory {
    /// All addresses that are reserved, with memory behind them or not.
    pub address_space: u64,
    /// The memory behind the pages in use.
    pub resident: u64,
    /// The kernel's stack for each thread, and its tables that map addresses to memory. It
    /// keeps more, but reports that for the whole system only. `None` where it reports none.
    pub kernel: Option<u64>,
}

impl Memory {
    /// Resident memory and the kernel's together.
    pub fn all(self) -> Option<u64> {
        Some(self.resident + self.kernel?)
    }

    /// The difference since `before`.
    pub fn since(self, before: Self) -> Self {
        let kernel = self.kernel.zip(before.kernel);
        Self {
            address_space: self.address_space.saturating_sub(before.address_space),
            resident: self.resident.saturating_sub(before.resident),
            kernel: kernel.map(|(after, before)| after.saturating_sub(before)),
        }
    }
}

/// The memory of this process now, as [`memory_of`].
pub fn memory() -> Option<Memory> {
    memory_of(process::id())
}

/// The memory of a process now: from `/proc` on Linux, from `ps` on other Unix systems.
/// `None` if neither reports it.
pub fn memory_of(process: u32) -> Option<Memory> {
    memory_from_proc(process).or_else(|| memory_from_ps(process))
}

/// [`memory_of`] from `/proc`.
pub fn memory_from_proc(process: u32) -> Option<Memory> {
    let of_process = |name| read(&format!("/proc/{process}/{name}"));
    let stack = kernel_stack(&read("/proc/meminfo"), &read("/proc/loadavg"));
    memory_in_proc(&of_process("status"), &of_process("smaps_rollup"), stack)
}

/// [`memory_of`] from `ps`.
pub fn memory_from_ps(process: u32) -> Option<Memory> {
    memory_in_ps(&ps(process, &["rss=", "vsz="])?)
}

/// The figures in `/proc/PID/status` and `smaps_rollup`, where a kernel stack is so large.
///
/// Before Linux 6.2 `status` leaves out up to 64 pages of each thread, but `smaps_rollup`,
/// which not every kernel has, counts them.
pub fn memory_in_proc(status: &str, rollup: &str, kernel_stack: Option<u64>) -> Option<Memory> {
    let kernel = || {
        let threads = field(status, "Threads:")?.parse::<u64>().ok()?;
        Some(threads * kernel_stack? + bytes_in(status, "VmPTE:")?)
    };
    Some(Memory {
        address_space: bytes_in(status, "VmSize:")?,
        resident: bytes_in(rollup, "Rss:").or_else(|| bytes_in(status, "VmRSS:"))?,
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

/// The text of a file, empty if there is none.
pub(super) fn read(name: &str) -> String {
    fs::read_to_string(name).unwrap_or_default()
}

fn field<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    text.lines().find_map(|line| line.strip_prefix(name)).map(str::trim)
}

/// The bytes in the line `name … kB`.
pub(super) fn bytes_in(text: &str, name: &str) -> Option<u64> {
    kibibytes(field(text, name)?.strip_suffix("kB")?.trim())
}

fn kibibytes(text: &str) -> Option<u64> {
    text.parse::<u64>().ok()?.checked_mul(1024)
}

/// The time that a process has kept a processor busy so far, all threads together, in user
/// and in system mode. From `/proc` on Linux, in steps of 10 ms; from `ps` on other Unix
/// systems, where the steps may be whole seconds. `None` if neither reports it.
pub fn cpu_time(process: u32) -> Option<Duration> {
    cpu_time_from_proc(process).or_else(|| cpu_time_from_ps(process))
}

/// [`cpu_time`] from `/proc`.
pub fn cpu_time_from_proc(process: u32) -> Option<Duration> {
    cpu_time_in_stat(&read(&format!("/proc/{process}/stat")))
}

/// [`cpu_time`] from `ps`.
pub fn cpu_time_from_ps(process: u32) -> Option<Duration> {
    cpu_time_in_ps(&ps(process, &["time="])?)
}

/// The sum of `utime` and `stime` in the text of `/proc/PID/stat`.
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

/// The output of `ps` about a process, in these columns.
fn ps(process: u32, columns: &[&str]) -> Option<String> {
    if !cfg!(unix) {
        return None; // A `ps` found elsewhere numbers processes in its own way.
    }
    let columns = columns.iter().flat_map(|column| ["-o", column]);
    let mut ps = Command::new("ps");
    ps.args(columns).args(["-p", &process.to_string()]).env("LC_ALL", "C");
    let output = ps.output().ok()?;
    output.status.success().then_some(())?;
    String::from_utf8(output.stdout).ok()
}
