//! What the demonstrations of all chapters share.

mod command_line;
mod cost;
mod figures;
pub mod limits;
pub mod memory;
pub mod threads;

pub use command_line::{count, demonstrate, is_benched, print};
pub use cost::{Cost, cost_table, memory_rows, row, table};
pub use figures::{bytes, nanoseconds, thousands, time};
pub use memory::{Memory, cpu_time, memory};

/// A table's cell if the system does not report the figure.
pub const NOT_KNOWN: &str = "not known";
