//! Keeps the pages of chapter 2 true, except for accidents of each run.

/// Two threads that print within the same second do so in any order.
fn pairs_in_any_order(numbers: &str) -> String {
    let mut lines: Vec<&str> = numbers.lines().collect();
    lines.chunks_mut(2).for_each(<[_]>::sort_unstable);
    lines.join("\n")
}

ch01_loops::lesson!(pairs_in_any_order, "five_thousand_threads": "100");
