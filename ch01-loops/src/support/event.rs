//! The entries of a console's record.

use std::time::Duration;

/// One entry of a console's record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// The name of the task.
    pub task: String,
    /// The real time since the console was made.
    pub at: Duration,
    /// A print, or the beginning of a wait.
    pub kind: EventKind,
}

/// The two things that a task does through its console.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EventKind {
    /// It printed this.
    Print(String),
    /// It began to wait for this long, in real time.
    Wait(Duration),
}
