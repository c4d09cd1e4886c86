//! The queue as a picture: a table with a row for each turn.
//!
//! The scheduler knows nothing of it: each callback is queued under a name, in a wrapper
//! that records when it is called and what it does.

use std::cell::{Cell, RefCell};
use std::fmt::Display;
use std::io::{self, IsTerminal, Write};
use std::process::ExitCode;
use std::time::Duration;

use ch01_loops::{Console, cli};

use crate::answers::first_in::Scheduler;

/// A scheduler that passes itself to its callbacks.
pub trait CallSoon<'a> {
    fn call_soon(&mut self, callback: impl FnOnce(&mut Self) + 'a);
    fn run(&mut self);
}

impl<'a> CallSoon<'a> for Scheduler<'a> {
    fn call_soon(&mut self, callback: impl FnOnce(&mut Self) + 'a) {
        Scheduler::call_soon(self, callback);
    }

    fn run(&mut self) {
        Scheduler::run(self);
    }
}

/// A record of a scheduler at work.
pub struct Watch {
    console: Console,
    step: bool,
    turns: Cell<u32>,
    /// The names of the callbacks in the queue.
    queue: RefCell<Vec<String>>,
    printed: RefCell<Vec<String>>,
    queued: RefCell<Vec<String>>,
}

impl Watch {
    /// Like [`CallSoon::call_soon`], under a name.
    pub fn call_soon<'a, S: CallSoon<'a>>(
        &'a self,
        sched: &mut S,
        name: String,
        callback: impl FnOnce(&mut S) + 'a,
    ) {
        self.queue.borrow_mut().push(name.clone());
        self.queued.borrow_mut().push(name.clone());
        sched.call_soon(move |sched| {
            let queue = self.take(&name);
            self.queued.borrow_mut().clear();
            self.turns.set(self.turns.get() + 1);
            let turn = self.turns.get().to_string();
            let begun = if self.step { wait(&row(&turn, &queue, "", "")) } else { 0 };
            callback(sched);
            let (printed, queued) = (self.printed.take(), self.queued.take());
            let row = row(&turn, &queue, &printed.join(", "), &queued.join(", "));
            self.console.print(&row[begun..]);
        });
    }

    /// Queues the countdown of chapter 3, without its sleeps.
    pub fn queue_countdown<'a, S: CallSoon<'a>>(&'a self, sched: &mut S, n: u64) {
        self.call_soon(sched, format!("countdown({n})"), move |sched| {
            if n > 0 {
                self.print(n);
                self.queue_countdown(sched, n - 1);
            }
        });
    }

    /// Takes a callback out of the queue, and returns how the queue was. The callback stands in
    /// brackets if it was not the first.
    fn take(&self, name: &str) -> String {
        let mut queue = self.queue.borrow_mut();
        let place = queue.iter().position(|queued| queued == name).expect("it is queued");
        let mut shown = queue.clone();
        if place > 0 {
            shown[place] = format!("[{name}]");
        }
        queue.remove(place);
        shown.join(", ")
    }

    /// Records what a callback prints.
    pub fn print(&self, value: impl Display) {
        self.printed.borrow_mut().push(value.to_string());
    }
}

fn row(turn: &str, queue: &str, printed: &str, queued: &str) -> String {
    format!("{turn:>4}  {queue:<26}  {printed:<6}  {queued}").trim_end().to_owned()
}

/// Shows the beginning of a row until Enter is pressed. Returns how much of it then stands
/// before the cursor.
fn wait(beginning: &str) -> usize {
    let mut stdout = io::stdout();
    let _ = write!(stdout, "{beginning}").and_then(|()| stdout.flush());
    // At the end of the input there is nothing to wait for.
    let enter = io::stdin().read_line(&mut String::new()).is_ok_and(|bytes| bytes > 0);
    if enter && io::stdin().is_terminal() && cli::moves_cursor(&stdout) {
        // Enter has begun a line. Back to the one above, which is written anew.
        let _ = write!(stdout, "\x1b[A\x1b[K");
        return 0;
    }
    beginning.len()
}

/// Draws the turns of `program`, which queues its tasks on a scheduler and runs it, with the
/// options of this process's command line. With `--back` it draws `from_back` instead, if there
/// is one. `name` and `about` are for `--help`.
pub fn draw(
    name: &str,
    about: &str,
    mut program: fn(&Watch),
    from_back: Option<fn(&Watch)>,
) -> ExitCode {
    let console = Console::new(Duration::ZERO);
    let mut step = false;
    for arg in std::env::args_os().skip(1) {
        match (arg.to_str(), from_back) {
            (Some("-h" | "--help"), _) => {
                let back = "\n  --back      take callbacks from the back, with `pop_back`";
                console.print(format_args!(
                    "{about}\n\nUsage: cargo run -p {name} -- [OPTIONS]\n\nOptions:
  --step      wait for Enter in each turn{}
  -h, --help  print this",
                    from_back.map_or("", |_| back)
                ));
                return ExitCode::SUCCESS;
            }
            (Some("--step"), _) => step = true,
            (Some("--back"), Some(from_back)) => program = from_back,
            _ => {
                let _ = cli::report(format_args!("error: unexpected argument {arg:?}; see --help"));
                return ExitCode::from(2);
            }
        }
    }
    if step {
        let _ = cli::report("Enter: next turn");
    }
    console.print(row("turn", "queue, front first", "prints", "queues"));
    let watch = Watch {
        console,
        step,
        turns: Cell::new(0),
        queue: RefCell::default(),
        printed: RefCell::default(),
        queued: RefCell::default(),
    };
    program(&watch);
    watch.console.print(row("", "empty: `run` returns", "", ""));
    ExitCode::SUCCESS
}
