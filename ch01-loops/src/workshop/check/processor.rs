//! The processor time that a thread has used. Only Linux reports it; elsewhere it is zero, and
//! the checks that use it pass.

use std::fs;
use std::time::Duration;

/// The time for which `job` kept this thread on a processor, and the number of times that the
/// thread gave it up to wait. The time of other programs counts in neither.
pub fn used_by(job: impl FnOnce()) -> (Duration, u64) {
    let (time, waits) = used();
    job();
    let (time_now, waits_now) = used();
    (time_now.saturating_sub(time), waits_now.saturating_sub(waits))
}

/// Both since the thread began: `schedstat` begins with the nanoseconds on a processor,
/// and `status` has a line for the waits.
fn used() -> (Duration, u64) {
    let read = |file| fs::read_to_string(format!("/proc/thread-self/{file}")).unwrap_or_default();
    let (schedstat, status) = (read("schedstat"), read("status"));
    let nanos = schedstat.split(' ').next().and_then(|nanos| nanos.parse().ok());
    let waits = status
        .lines()
        .find_map(|line| line.strip_prefix("voluntary_ctxt_switches:")?.trim().parse().ok());
    (Duration::from_nanos(nanos.unwrap_or_default()), waits.unwrap_or_default())
}

/// The time for which this program's threads were ready and waited for a processor, together.
pub fn starved() -> Duration {
    let threads = fs::read_dir("/proc/self/task").into_iter().flatten().flatten();
    let waits = threads.filter_map(|thread| {
        let times = fs::read_to_string(thread.path().join("schedstat")).ok()?;
        times.split(' ').nth(1)?.parse().ok()
    });
    waits.map(Duration::from_nanos).sum()
}
