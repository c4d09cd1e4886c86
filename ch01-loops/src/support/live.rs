//! Draws a run while it lasts, on the terminal of standard error.
//!
//! Each picture replaces the one before, which stands right above the cursor. Nothing else
//! of the terminal is changed, so nothing has to be restored, not even after Ctrl-C.

use std::io;
use std::process::Command;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::Duration;
use std::{env, panic, thread};

use super::output;

/// The time from one picture to the next.
const FRAME: Duration = Duration::from_millis(50);

/// The columns of standard error's terminal, if it is one that can move its cursor.
pub fn columns() -> Option<usize> {
    if !output::moves_cursor(&io::stderr()) {
        return None;
    }
    let parse = |columns: &str| columns.parse().ok().filter(|columns| *columns > 0);
    let variable = || parse(&env::var("COLUMNS").ok()?);
    let asked = || {
        let size = Command::new("stty").arg("size").stdin(io::stderr()).output().ok()?;
        parse(String::from_utf8(size.stdout).ok()?.split_whitespace().nth(1)?)
    };
    Some(variable().or_else(asked).unwrap_or(80))
}

/// Runs `program`, and until it returns draws what `picture` returns, 20 times a second, from
/// a thread of its own.
pub fn while_it_runs<T>(picture: impl Fn() -> String + Send, program: impl FnOnce() -> T) -> T {
    let report = panic::take_hook();
    panic::set_hook(Box::new(move |panic| {
        let _undrawn = output::replace_picture("");
        report(panic);
    }));
    thread::scope(|scope| {
        let (_running, ended) = mpsc::channel::<()>();
        let frames = move || {
            while ended.recv_timeout(FRAME) == Err(RecvTimeoutError::Timeout) {
                let _ = output::draw(&picture());
            }
        };
        // If the system refuses the thread, there is only the last picture.
        let _ = thread::Builder::new().spawn_scoped(scope, frames);
        program()
    })
}
