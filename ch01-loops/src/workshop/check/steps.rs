//! A record of a counting function's steps.

use std::time::Duration;

use crate::{Console, Event, EventKind};

/// The second of the console in [`steps`].
const SECOND: Duration = Duration::from_millis(10);

/// Runs `job` with a console, and returns what it did there: the text of each print, and `sleep`
/// for each second slept. On a task's handle, the task's name comes first.
pub fn steps(job: impl FnOnce(&Console)) -> Vec<String> {
    let console = Console::in_memory(SECOND);
    job(&console);
    console.print("the end");
    let events = console.events();
    let step = |pair: &[Event]| {
        let task = if pair[0].task == "main" { "" } else { &pair[0].task };
        match &pair[0].kind {
            EventKind::Print(text) => format!("{task}{text}"),
            EventKind::Wait(time) if *time != SECOND => format!("{task}sleep of {time:?}"),
            EventKind::Wait(_) if pair[1].at - pair[0].at < SECOND => format!("{task}no sleep"),
            EventKind::Wait(_) => format!("{task}sleep"),
        }
    };
    events.windows(2).map(step).collect()
}
