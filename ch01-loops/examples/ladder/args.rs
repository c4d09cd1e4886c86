//! The command line.

use std::path::Path;

use ch01_loops::workshop::ladder::rungs::Rung;

pub const HELP: &str = "Checks the exercises, and shows which is next.

Usage: cargo exercises [OPTION] [NAME]...

  (no name)      check all, and show your progress
  NAME           check this one, and show the first check that fails
  --watch NAME   check it again on every save, until Ctrl-C
  --hint NAME    show the next hint on its page
  --reset NAME   put the stub back, and keep what you wrote beside it
  --bug NAME     hunt a fault: our solution, with one, takes your file's place
  --mine NAME    end that: your own file comes back
  --solutions    check our solutions instead of yours (or: cargo answers)
  -h, --help     print this

A file's path will do for NAME.";

/// A command line's request.
pub struct Request {
    pub task: Task,
    pub named: Vec<Rung>,
    pub solutions: bool,
}

/// The task for the named exercises; without an option, [`Task::Check`].
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Task {
    Check,
    Watch,
    Hint,
    Reset,
    Bug,
    Mine,
}

/// The request in these arguments, none if they ask for help; or what is wrong with them.
pub fn parse(
    args: impl IntoIterator<Item = String>,
    ladder: &[Rung],
) -> Result<Option<Request>, String> {
    let (mut options, mut named, mut solutions) = (Vec::new(), Vec::new(), false);
    for arg in args {
        match &*arg {
            "-h" | "--help" => return Ok(None),
            "--solutions" => solutions = true,
            "--watch" => options.push((Task::Watch, arg)),
            "--hint" => options.push((Task::Hint, arg)),
            "--reset" => options.push((Task::Reset, arg)),
            "--bug" => options.push((Task::Bug, arg)),
            "--mine" => options.push((Task::Mine, arg)),
            name => match find(name, ladder)? {
                rung if named.contains(rung) => {}
                rung => named.push(rung.clone()),
            },
        }
    }
    let task = match &options[..] {
        [] => Task::Check,
        [(_, option)] if named.len() != 1 => {
            return Err(format!("{option} takes the name of one exercise"));
        }
        [(task, option)] if solutions && *task != Task::Watch => {
            return Err(format!("{option} is not for --solutions"));
        }
        [(task, _)] => *task,
        [(_, one), (_, other), ..] => return Err(format!("{one} and {other} do not go together")),
    };
    Ok(Some(Request { task, named, solutions }))
}

/// The exercise of this name, or that one of its files belongs to.
fn find<'a>(arg: &str, ladder: &'a [Rung]) -> Result<&'a Rung, String> {
    let file = Path::new(arg).file_name().unwrap_or_default().to_string_lossy();
    let name = file.split('.').next().unwrap_or_default();
    if let Some(rung) = ladder.iter().find(|rung| rung.name == name) {
        return Ok(rung);
    }
    if arg.starts_with('-') {
        return Err(format!("there is no option {arg}"));
    }
    // The one that begins and ends like it.
    let same = |rung: &&Rung| {
        let (a, b) = (name.chars(), rung.name.chars());
        let begin = a.clone().zip(b.clone()).take_while(|(x, y)| x == y).count();
        begin + a.rev().zip(b.rev()).take_while(|(x, y)| x == y).count()
    };
    let meant = ladder.iter().max_by_key(same).filter(|rung| same(rung) > 2);
    let meant = meant.map_or(String::new(), |rung| format!(" (did you mean {}?)", rung.name));
    Err(format!("there is no exercise {arg:?}{meant}"))
}
