//! What the demonstrations of all chapters share.

// Each demonstration compiles this module anew and uses some of it.
#![allow(dead_code, unused_imports)]

mod command_line;
mod cost;
mod figures;
pub mod memory;

pub use command_line::{count, demonstrate, demonstrate_bench, is_benched, print};
pub use cost::{Cost, cost_table, memory_rows, row, table};
pub use figures::{bytes, nanoseconds, thousands, time};
pub use memory::{Memory, cpu_time, memory};

/// A table's cell if the system does not report the figure.
pub const NOT_KNOWN: &str = "not known";
