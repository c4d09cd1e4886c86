//! How far the work has got.

use std::io::{self, IsTerminal, Write};

use ch01_loops::cli::tell;

/// A line on standard error, redrawn as the work goes on if that is a terminal.
pub struct Progress {
    redraws: bool,
}

impl Progress {
    pub fn new() -> Self {
        let redraws = io::stderr().is_terminal();
        Self { redraws }
    }

    pub fn begin(&self, line: &str) {
        if self.redraws {
            self.redraw(line);
        } else {
            let _ = tell(line);
        }
    }

    pub fn redraw(&self, line: &str) {
        if self.redraws {
            let _ = write!(io::stderr(), "\r\x1b[K{line}");
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.redraw("");
    }
}
