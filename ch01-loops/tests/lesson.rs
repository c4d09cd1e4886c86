//! Keeps the pages of chapter 1 true.

ch01_loops::lesson!(str::to_owned);
