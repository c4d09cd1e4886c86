//! What supports the loops. Each module uses only those above it.

mod output;

mod event;

mod timeline;

mod console;

pub mod cli;

mod payload;

pub use console::Console;
pub use event::{Event, EventKind};
pub use payload::panic_message;
