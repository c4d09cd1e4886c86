//! The command line that the programs of all chapters share.

use std::error::Error;
use std::ffi::{OsStr, OsString};
use std::fmt::Display;
use std::io::{self, Write};
use std::panic::{self, PanicHookInfo};
use std::path::Path;
use std::process::{self, ExitCode};
use std::time::Duration;

use crate::Console;
use crate::console::write_or_exit;

/// The longest second that `--second` takes: a day.
const LONGEST_SECOND: f64 = 86_400.0;

/// What a command line asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Command {
    /// Run the chapter's program.
    Run { second: Duration, timeline: bool },
    /// Print the help.
    Help,
}

/// Runs `cell`, the program of a chapter, as the command line of this process
/// says, and gives back the status to end with.
///
/// `name` is what stands after `cargo run -p`, and `about` says what the program
/// does; both are for `--help`. The status is 0 when all went well, 1 when `cell`
/// fails or the timeline cannot be written, and 2 when the command line makes no
/// sense; then one line on standard error says what is wrong.
pub fn run<F>(name: &str, about: &str, cell: F) -> ExitCode
where
    F: FnOnce(&Console) -> Result<(), Box<dyn Error>>,
{
    report_todo();
    let (second, timeline) = match parse(std::env::args_os().skip(1)) {
        Ok(Command::Run { second, timeline }) => (second, timeline),
        Ok(Command::Help) => {
            write_or_exit(&mut io::stdout().lock(), help(name, about));
            return ExitCode::SUCCESS;
        }
        Err(wrong) => {
            let _ = tell(format_args!("error: {wrong}; see --help"));
            return ExitCode::from(2);
        }
    };

    let console = if timeline {
        Console::recording(second)
    } else {
        Console::new(second)
    };
    let ended = cell(&console);
    let drawn = write!(io::stderr(), "{}", console.timeline());
    match ended {
        Ok(()) if drawn.is_ok() => ExitCode::SUCCESS,
        Ok(()) => ExitCode::FAILURE,
        Err(error) => {
            let _ = tell(format_args!("error: {error}"));
            ExitCode::FAILURE
        }
    }
}

/// Writes a line to standard error.
///
/// # Errors
///
/// When it cannot be written, where `eprintln!` would panic.
pub fn tell(line: impl Display) -> io::Result<()> {
    writeln!(io::stderr(), "{line}")
}

/// From now on a `todo!()` in an exercise ends the program with one line on standard
/// error, which names the exercise and its page, and with status 1. Other panics stay
/// as they are.
pub fn report_todo() {
    let as_before = panic::take_hook();
    panic::set_hook(Box::new(move |panicked| {
        let Some(line) = unsolved(panicked) else {
            return as_before(panicked);
        };
        let _ = tell(format_args!("error: {line}"));
        process::exit(1);
    }));
}

/// Where a `todo!()` in an exercise stands, what it says, and where its page is.
fn unsolved(panicked: &PanicHookInfo<'_>) -> Option<String> {
    let payload = panicked.payload();
    let said = payload.downcast_ref::<&str>().copied();
    let said = said.or_else(|| payload.downcast_ref::<String>().map(String::as_str))?;
    let place = panicked.location()?;
    let path = normalized(place.file());
    if !said.starts_with("not yet implemented") || !path.contains("exercises/") {
        return None;
    }
    let page = Path::new(&path).with_extension("md");
    let (line, page) = (place.line(), page.display());
    Some(format!("{path}:{line}: {said}; its page: {page}"))
}

/// `path` without its `folder/../`, and with `/` on every system.
fn normalized(path: &str) -> String {
    let mut parts = Vec::new();
    for part in path.split(['/', '\\']) {
        if part == ".." && parts.last().is_some_and(|&last| last != "..") {
            parts.pop();
        } else {
            parts.push(part);
        }
    }
    parts.join("/")
}

fn help(name: &str, about: &str) -> String {
    format!(
        "{about}

Usage: cargo run -p {name} -- [OPTIONS]

Options:
  --second SECONDS  how long one second lasts, from 0 to {LONGEST_SECOND} [default: 1]
  --timeline        after the run, draw its timeline on standard error
  -h, --help        print this"
    )
}

/// What the arguments ask for, or what is wrong with them, in words.
fn parse(args: impl IntoIterator<Item = OsString>) -> Result<Command, String> {
    let mut args = args.into_iter();
    let mut second = Duration::from_secs(1);
    let mut timeline = false;

    while let Some(arg) = args.next() {
        match arg.to_str() {
            Some("-h" | "--help") => return Ok(Command::Help),
            Some("--timeline") => timeline = true,
            Some("--second") => {
                let value = args.next().ok_or("--second needs a number of seconds")?;
                second = parse_second(&value)?;
            }
            Some(option) if option.starts_with("--second=") => {
                second = parse_second(OsStr::new(&option["--second=".len()..]))?;
            }
            _ => return Err(format!("unexpected argument {arg:?}")),
        }
    }
    Ok(Command::Run { second, timeline })
}

fn parse_second(value: &OsStr) -> Result<Duration, String> {
    let seconds = value.to_str().and_then(|text| text.parse().ok());
    seconds
        .filter(|seconds| (0.0..=LONGEST_SECOND).contains(seconds))
        .map(Duration::from_secs_f64)
        .ok_or_else(|| format!("--second takes a number from 0 to {LONGEST_SECOND}, not {value:?}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(line: &str) -> Result<Command, String> {
        parse(line.split_whitespace().map(OsString::from))
    }

    fn running(second: Duration, timeline: bool) -> Result<Command, String> {
        Ok(Command::Run { second, timeline })
    }

    #[test]
    fn a_second_lasts_a_second_unless_told_otherwise() {
        assert_eq!(parsed(""), running(Duration::from_secs(1), false));
        assert_eq!(
            parsed("--second 0.25"),
            running(Duration::from_millis(250), false)
        );
        assert_eq!(
            parsed("--second=0.25"),
            running(Duration::from_millis(250), false)
        );
        assert_eq!(
            parsed("--second 0 --timeline"),
            running(Duration::ZERO, true)
        );
        assert_eq!(
            parsed("--timeline --second 2"),
            running(Duration::from_secs(2), true)
        );
    }

    #[test]
    fn the_longest_second_is_a_day() {
        assert_eq!(
            parsed("--second 86400"),
            running(Duration::from_secs(86_400), false)
        );
        assert!(parsed("--second 86400.001").is_err());
    }

    #[test]
    fn a_path_goes_nowhere_and_back() {
        let path = normalized(r"ch04-countup\examples\../exercises/call_later.rs");
        assert_eq!(path, "ch04-countup/exercises/call_later.rs");
        assert_eq!(normalized("../a/./b.rs"), "../a/./b.rs");
    }

    #[test]
    fn help_wins_over_what_follows() {
        assert_eq!(parsed("--timeline --help --bogus"), Ok(Command::Help));
        assert_eq!(parsed("-h"), Ok(Command::Help));
    }

    #[test]
    fn what_is_wrong_is_named() {
        for (line, named) in [
            ("--second", "--second"),
            ("--second=", "\"\""),
            ("--second -1", "\"-1\""),
            ("--second inf", "\"inf\""),
            ("--second NaN", "\"NaN\""),
            ("--second 1e400", "\"1e400\""),
            ("--second 1s", "\"1s\""),
            ("--second --timeline", "\"--timeline\""),
            ("--seconds 1", "\"--seconds\""),
            ("-x", "\"-x\""),
            ("--timeline 5", "\"5\""),
        ] {
            let wrong = parsed(line).expect_err(line);
            assert!(wrong.contains(named), "{line:?} is told as {wrong:?}");
        }
    }
}
