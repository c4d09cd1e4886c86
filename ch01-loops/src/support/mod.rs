//! Support for the loops, in floors: each module uses only those above it.
//!
//! - `payload`: the text of a panic
//! - `output`: text for standard output and standard error, which may be closed
//! - `event`: what a console records
//! - `timeline`: draws the record of a run
//! - `console`: where a task prints and how it sleeps
//! - `live`: draws a run while it lasts
//! - `cli`: the command line that the programs share

pub mod cli;
mod console;
mod event;
mod live;
mod output;
mod payload;
mod timeline;

pub use console::Console;
pub use event::{Event, EventKind};
pub use payload::panic_message;
