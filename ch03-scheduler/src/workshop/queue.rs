//! The queue as a picture: a table with a row for each turn.
//!
//! The scheduler is the chapter's own and knows nothing of it: each callback is queued
//! under a name, in a wrapper that records when it is called and what it does.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::fmt::Display;
use std::io;
use std::process::ExitCode;
use std::time::Duration;

use crate::Scheduler;
use ch01_loops::{Console, cli};

/// A record of a scheduler at work.
pub struct Watch {
    console: Console,
    step: bool,
    turns: Cell<u32>,
    /// The names of the callbacks in the queue.
    queue: RefCell<VecDeque<String>>,
    printed: RefCell<Vec<String>>,
    queued: RefCell<Vec<String>>,
}

impl Watch {
    /// Like [`Scheduler::call_soon`], under a name.
    pub fn call_soon<'a>(
        &'a self,
        sched: &mut Scheduler<'a>,
        name: String,
        callback: impl FnOnce(&mut Scheduler<'a>) + 'a,
    ) {
        self.queue.borrow_mut().push_back(name.clone());
        self.queued.borrow_mut().push(name.clone());
        sched.call_soon(move |sched| {
            let queue = list(self.queue.borrow().iter());
            self.queue.borrow_mut().pop_front();
            self.queued.borrow_mut().clear();
            if self.step {
                // At the end of the input there is nothing to wait for.
                let _ = io::stdin().read_line(&mut String::new());
            }
            callback(sched);
            self.turns.set(self.turns.get() + 1);
            let printed = self.printed.take();
            let queued = self.queued.take();
            self.row(
                &self.turns.get().to_string(),
                [&queue, &name, &list(printed.iter()), &list(queued.iter())],
            );
        });
    }

    /// Records what a callback prints.
    pub fn print(&self, value: impl Display) {
        self.printed.borrow_mut().push(value.to_string());
    }

    fn row(&self, turn: &str, [queue, taken, printed, queued]: [&str; 4]) {
        let row = format!("{turn:>4}  {queue:<26}  {taken:<12}  {printed:<6}  {queued}");
        self.console.print(row.trim_end());
    }
}

fn list<'a>(names: impl Iterator<Item = &'a String>) -> String {
    let names: Vec<&str> = names.map(String::as_str).collect();
    names.join(", ")
}

/// Draws the turns of `program`, which queues its tasks on the scheduler, with the options
/// of this process's command line. `name` and `about` are for `--help`.
pub fn draw(
    name: &str,
    about: &str,
    program: for<'a> fn(&mut Scheduler<'a>, &'a Watch),
) -> ExitCode {
    let console = Console::new(Duration::ZERO);
    let mut step = false;
    for arg in std::env::args_os().skip(1) {
        match arg.to_str() {
            Some("-h" | "--help") => {
                console.print(format_args!(
                    "{about}\n\nUsage: cargo run -p {name} -- [OPTIONS]\n\nOptions:
  --step      wait for Enter before each turn
  -h, --help  print this"
                ));
                return ExitCode::SUCCESS;
            }
            Some("--step") => step = true,
            _ => {
                let _ = cli::report(format_args!("error: unexpected argument {arg:?}; see --help"));
                return ExitCode::from(2);
            }
        }
    }
    let watch = Watch {
        console,
        step,
        turns: Cell::new(0),
        queue: RefCell::default(),
        printed: RefCell::default(),
        queued: RefCell::default(),
    };
    watch.row("turn", ["queue, front first", "takes", "prints", "queues"]);
    let mut sched = Scheduler::new();
    program(&mut sched, &watch);
    sched.run();
    watch.row("", ["empty: `run` returns", "", "", ""]);
    ExitCode::SUCCESS
}
