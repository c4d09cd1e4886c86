//! Figures for people.

use std::time::Duration;

/// With a comma between thousands: `5,000`.
pub fn thousands(n: u64) -> String {
    let digits = n.to_string();
    let groups = digits.as_bytes().rchunks(3).rev().map(String::from_utf8_lossy);
    Vec::from_iter(groups).join(",")
}

/// In decimal units: `48 B`, `9.7 KB`, `11.4 GB`.
pub fn bytes(n: u64) -> String {
    scaled(n as f64, &["B", "KB", "MB", "GB", "TB"])
}

/// In the unit that fits: `3.1 ns`, `31 µs`, `1.2 s`.
pub fn time(time: Duration) -> String {
    nanoseconds(time.as_secs_f64() * 1e9)
}

/// Like [`time`], for times too short for a [`Duration`].
pub fn nanoseconds(ns: f64) -> String {
    scaled(ns, &["ns", "µs", "ms", "s"])
}

/// One decimal below a hundred, unless it is a zero.
fn scaled(mut value: f64, units: &[&str]) -> String {
    let mut unit = 0;
    while value >= 999.5 && unit + 1 < units.len() {
        value /= 1000.0;
        unit += 1;
    }
    let figure = if value < 99.95 {
        let figure = format!("{value:.1}");
        figure.strip_suffix(".0").unwrap_or(&figure).to_owned()
    } else {
        thousands(value.round() as u64)
    };
    format!("{figure} {}", units[unit])
}
