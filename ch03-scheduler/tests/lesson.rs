//! Keeps the pages of chapter 3 true.

ch01_loops::lesson!(str::to_owned, "five_thousand_tasks": "5000");
