//! What a thread has used of the processor. Only Linux tells; elsewhere it is
//! nothing, and what is checked by it passes.

use std::fs;
use std::time::Duration;

/// For how long `job` kept this thread on a processor, and how many times the
/// thread was given one.
pub fn used_by(job: impl FnOnce()) -> (Duration, u64) {
    let (time, times) = used();
    job();
    let (time_now, times_now) = used();
    (
        time_now.saturating_sub(time),
        times_now.saturating_sub(times),
    )
}

/// Both since the thread began. `schedstat` has the nanoseconds on a processor, the
/// nanoseconds of waiting for one, and how many times it had one.
fn used() -> (Duration, u64) {
    let told = fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let told: Vec<u64> = told.split_whitespace().flat_map(str::parse).collect();
    let [nanoseconds, _, times] = told[..] else {
        return (Duration::ZERO, 0);
    };
    (Duration::from_nanos(nanoseconds), times)
}
