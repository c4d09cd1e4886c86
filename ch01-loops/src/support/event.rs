//! What a console records.

use std::time::Duration;

/// One entry of a console's record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// The name of the task that did it.
    pub task: String,
    /// When it did it: the real time since the console was made.
    pub at: Duration,
    /// What it did.
    pub what: What,
}

/// What a task did at one moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// It printed this.
    Print(String),
    /// It began to wait for this long, in real time.
    Wait(Duration),
}
