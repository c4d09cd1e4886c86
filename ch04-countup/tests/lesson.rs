//! Keeps the pages of chapter 4 true.

ch01_loops::lesson!(
    str::to_owned,
    "five_thousand_connections": "900",
    "five_thousand_sleepers": "5000"
);
