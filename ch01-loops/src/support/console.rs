//! A counting function prints a number and sleeps for a second. Both go through
//! [`Console`].

use std::fmt::Display;
use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use super::event::{Event, EventKind};
use super::output::write_or_exit;
use super::timeline;

/// A task's way to print and to sleep.
///
/// A program makes one console, and a handle on it for each task, with
/// [`task`](Console::task). All handles share one output, one length of a second
/// and one record of what happened.
#[derive(Clone, Debug)]
pub struct Console {
    task: String,
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    second: Duration,
    to_stdout: bool,
    start: Instant,
    record: Option<Mutex<Record>>,
}

#[derive(Clone, Debug, Default)]
struct Record {
    tasks: Vec<String>,
    events: Vec<Event>,
}

impl Console {
    /// A console that prints to standard output and keeps no record. One second
    /// lasts `second`.
    #[must_use]
    pub fn new(second: Duration) -> Self {
        Self::with(second, true, None)
    }

    /// Like [`new`](Console::new), but records which task printed what, and when.
    #[must_use]
    pub fn recording(second: Duration) -> Self {
        Self::with(second, true, Some(Mutex::default()))
    }

    /// Like [`recording`](Console::recording), but prints go to the record and nowhere else.
    #[must_use]
    pub fn in_memory(second: Duration) -> Self {
        Self::with(second, false, Some(Mutex::default()))
    }

    fn with(second: Duration, to_stdout: bool, record: Option<Mutex<Record>>) -> Self {
        Self {
            task: "main".to_owned(),
            shared: Arc::new(Shared { second, to_stdout, start: Instant::now(), record }),
        }
    }

    /// A handle on the same console for the task called `name`, which has its own row
    /// in the timeline. Handles of the same name share a row; rows appear in the order
    /// in which they were made.
    #[must_use]
    pub fn task(&self, name: &str) -> Self {
        if let Some(mut record) = self.record() {
            record.add_task(name);
        }
        Self { task: name.to_owned(), shared: Arc::clone(&self.shared) }
    }

    /// Prints `value` on a line of its own, at once.
    ///
    /// If standard output cannot be written, ends the program: quietly and with status
    /// 0 if its reader has gone (`| head -1`), otherwise with a line on standard error
    /// and status 1.
    pub fn print(&self, value: impl Display) {
        // Before any lock is taken: the value's `Display` may use the console.
        let text = value.to_string();
        // Held until the record is written too, so that both have the same order.
        let mut stdout = io::stdout().lock();
        if self.shared.to_stdout {
            write_or_exit(&mut stdout, &text);
        }
        self.note(EventKind::Print(text));
    }

    /// Blocks the calling thread for this many seconds, as [`thread::sleep`] does.
    pub fn sleep(&self, seconds: u32) {
        thread::sleep(self.note_wait(seconds));
    }

    /// Records that this task begins to wait for this many seconds, and returns how
    /// long that is in real time. For tasks that wait by other means than
    /// [`sleep`](Console::sleep).
    #[must_use]
    pub fn note_wait(&self, seconds: u32) -> Duration {
        let wait = self.shared.second.saturating_mul(seconds);
        self.note(EventKind::Wait(wait));
        wait
    }

    /// The record so far, in order. Empty for a console without a record.
    #[must_use]
    pub fn events(&self) -> Vec<Event> {
        self.record().map_or_else(Vec::new, |record| record.events.clone())
    }

    /// The recorded output of all tasks so far, line by line.
    #[must_use]
    pub fn printed(&self) -> Vec<String> {
        let print = |event: Event| match event.kind {
            EventKind::Print(text) => Some(text),
            EventKind::Wait(_) => None,
        };
        self.events().into_iter().filter_map(print).collect()
    }

    /// The recorded run as a picture of at most 80 columns: a row for each task, a bar
    /// where it waits, and the seconds below. Each character of a name counts as one column.
    /// Empty if nothing was recorded.
    #[must_use]
    pub fn timeline(&self) -> String {
        self.picture(timeline::WIDTH, false).0
    }

    /// Like [`timeline`](Console::timeline), but at most `width` columns wide, and whether it
    /// has every print. While the run goes on, bars end `now`.
    pub(super) fn picture(&self, width: usize, now: bool) -> (String, bool) {
        let record = self.record().map(|record| record.clone()).unwrap_or_default();
        let now = if now { self.shared.start.elapsed() } else { Duration::MAX };
        timeline::draw(&record.tasks, &record.events, self.shared.second, width, now)
    }

    fn note(&self, kind: EventKind) {
        if let Some(mut record) = self.record() {
            record.add_task(&self.task);
            let at = self.shared.start.elapsed();
            record.events.push(Event { task: self.task.clone(), at, kind });
        }
    }

    fn record(&self) -> Option<MutexGuard<'_, Record>> {
        let record = self.shared.record.as_ref()?;
        Some(record.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Record {
    fn add_task(&mut self, name: &str) {
        if !self.tasks.iter().any(|task| task == name) {
            self.tasks.push(name.to_owned());
        }
    }
}
