//! The command line.

use ch01_loops::workshop::ladder::rungs::Rung;

pub const HELP: &str = "Checks the exercises, and shows which is next.

Usage: cargo exercises [OPTION] [NAME]...

  (nothing)      check all: how far you are, and what is next
  NAME           check this one, and show the first check that fails
  --watch NAME   repeat that each time you save the file, until Ctrl-C
  --hint NAME    show the next hint on its page
  --reset NAME   put the stub back, and keep what you wrote beside it
  --solutions    check our solutions instead of yours: cargo answers
  -h, --help     print this";

/// What a command line asks for.
pub struct Asked {
    pub task: Task,
    pub named: Vec<Rung>,
    pub solutions: bool,
}

/// What to do with the named exercises; without an option, [`Task::Check`].
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Task {
    Check,
    Watch,
    Hint,
    Reset,
}

/// What the arguments ask for, nothing if that is help; or what is wrong with them, in
/// words.
pub fn parse(
    args: impl IntoIterator<Item = String>,
    ladder: &[Rung],
) -> Result<Option<Asked>, String> {
    let (mut options, mut named, mut solutions) = (Vec::new(), Vec::new(), false);
    for arg in args {
        match &*arg {
            "-h" | "--help" => return Ok(None),
            "--solutions" => solutions = true,
            "--watch" | "--hint" | "--reset" => options.push(arg),
            name => match ladder.iter().find(|rung| rung.name == name) {
                Some(rung) if named.contains(rung) => {}
                Some(rung) => named.push(rung.clone()),
                None => return Err(format!("there is no exercise {name:?}")),
            },
        }
    }
    let task = match &options[..] {
        [] => Task::Check,
        [option] if named.len() != 1 => {
            return Err(format!("{option} takes the name of one exercise"));
        }
        [option] if option == "--watch" => Task::Watch,
        [option] if solutions => return Err(format!("{option} is not for --solutions")),
        [option] if option == "--hint" => Task::Hint,
        [_] => Task::Reset,
        [first, second, ..] => return Err(format!("{first} and {second} do not go together")),
    };
    Ok(Some(Asked { task, named, solutions }))
}
