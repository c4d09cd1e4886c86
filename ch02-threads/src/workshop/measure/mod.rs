//! Measurements, and the tables that show them: for the demonstrations of all chapters.

mod benchmark;
mod command_line;
mod figures;
pub mod memory;
pub mod room;
mod table;
pub mod threads;

pub use benchmark::{Contender, benchmark};
pub use command_line::{demonstrate, print};
pub use figures::{bytes, nanoseconds, thousands, time};
pub use memory::{Memory, cpu_time, memory};
pub use table::{COSTS, Cost, TableWriter, UNKNOWN};
