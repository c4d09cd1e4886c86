//! The command line that the programs of all chapters share.

use std::error::Error;
use std::ffi::OsString;
use std::fmt::Debug;
use std::io::{self, Write};
use std::process::ExitCode;
use std::time::Duration;

use super::Console;
pub use super::output::report;
use super::output::write_or_exit;
use super::timeline::BAR;

/// The longest second that `--second` takes: a day.
const LONGEST_SECOND: f64 = 86_400.0;

/// The options of a command line.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Options {
    second: Duration,
    timeline: bool,
    ascii: bool,
}

/// Runs a chapter's `program` with the options of this process's command line, and
/// returns the status to end with.
///
/// `name` is what follows `cargo run -p`, and `about` says what the program does; both
/// are for `--help`. The status is 0 on success, 1 if `program` fails or the timeline
/// cannot be written, and 2 for a bad command line; one line on standard error then
/// says what is wrong.
pub fn run<F>(name: &str, about: &str, program: F) -> ExitCode
where
    F: FnOnce(&Console) -> Result<(), Box<dyn Error>>,
{
    let options = match parse(std::env::args_os().skip(1)) {
        Ok(Some(options)) => options,
        Ok(None) => {
            write_or_exit(&mut io::stdout().lock(), &help(name, about));
            return ExitCode::SUCCESS;
        }
        Err(wrong) => {
            let _ = report(format_args!("error: {wrong}; see --help"));
            return ExitCode::from(2);
        }
    };

    let console = if options.timeline {
        Console::recording(options.second)
    } else {
        Console::new(options.second)
    };
    let ended = program(&console);
    let mut picture = console.timeline();
    if options.ascii {
        picture = picture.replace(BAR, "=");
    }
    let drawn = write!(io::stderr(), "{picture}");
    match ended {
        Ok(()) if drawn.is_ok() => ExitCode::SUCCESS,
        Ok(()) => ExitCode::FAILURE,
        Err(error) => {
            let _ = report(format_args!("error: {error}"));
            ExitCode::FAILURE
        }
    }
}

fn help(name: &str, about: &str) -> String {
    format!(
        "{about}

Usage: cargo run -p {name} -- [OPTIONS]

Options:
  --second SECONDS   how long one second lasts, from 0 to {LONGEST_SECOND} [default: 1]
  --timeline         draw the run's timeline afterwards, on standard error
  --charset CHARSET  how to draw it: utf8, or ascii if the terminal or its font
                     draws ━ too wide or not at all [default: utf8]
  -h, --help         print this"
    )
}

/// The options, or nothing if the arguments ask for help.
///
/// # Errors
///
/// What is wrong with the arguments, in words.
fn parse(args: impl IntoIterator<Item = OsString>) -> Result<Option<Options>, String> {
    let unexpected = |arg: &dyn Debug| format!("unexpected argument {arg:?}");
    let mut args = args.into_iter().map(|arg| arg.into_string().map_err(|arg| unexpected(&arg)));
    let mut options = Options { second: Duration::from_secs(1), timeline: false, ascii: false };

    while let Some(arg) = args.next().transpose()? {
        let (name, given) = match arg.split_once('=') {
            Some((name, value)) => (name, Some(value.to_owned())),
            None => (&*arg, None),
        };
        let value = |what| match given {
            Some(value) => Ok(value),
            None => args.next().unwrap_or(Err(format!("{name} needs {what}"))),
        };
        match name {
            _ if arg == "-h" || arg == "--help" => return Ok(None),
            _ if arg == "--timeline" => options.timeline = true,
            "--second" => options.second = parse_second(&value("a number of seconds")?)?,
            "--charset" => options.ascii = parse_ascii(&value("utf8 or ascii")?)?,
            _ => return Err(unexpected(&arg)),
        }
    }
    Ok(Some(options))
}

fn parse_second(value: &str) -> Result<Duration, String> {
    let seconds = value.parse().ok();
    seconds
        .filter(|seconds| (0.0..=LONGEST_SECOND).contains(seconds))
        .map(Duration::from_secs_f64)
        .ok_or_else(|| format!("--second takes a number from 0 to {LONGEST_SECOND}, not {value:?}"))
}

fn parse_ascii(value: &str) -> Result<bool, String> {
    match value {
        "utf8" => Ok(false),
        "ascii" => Ok(true),
        _ => Err(format!("--charset takes utf8 or ascii, not {value:?}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(line: &str) -> Result<Option<Options>, String> {
        parse(line.split_whitespace().map(OsString::from))
    }

    fn running(millis: u64, timeline: bool, ascii: bool) -> Result<Option<Options>, String> {
        Ok(Some(Options { second: Duration::from_millis(millis), timeline, ascii }))
    }

    #[test]
    fn what_is_asked_for_is_heard() {
        for (line, second, timeline, ascii) in [
            ("", 1000, false, false),
            ("--second 0.25", 250, false, false),
            ("--second=0.25", 250, false, false),
            ("--second 0 --timeline", 0, true, false),
            ("--timeline --second 2", 2000, true, false),
            ("--second 86400", 86_400_000, false, false),
            ("--charset utf8 --timeline", 1000, true, false),
            ("--charset ascii", 1000, false, true),
            ("--timeline --charset=ascii", 1000, true, true),
        ] {
            assert_eq!(parsed(line), running(second, timeline, ascii), "{line:?}");
        }
    }

    #[test]
    fn help_wins_over_what_follows() {
        assert_eq!(parsed("--timeline --help --bogus"), Ok(None));
        assert_eq!(parsed("-h"), Ok(None));
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
            ("--second 86400.001", "86400.001"),
            ("--second --timeline", "\"--timeline\""),
            ("--seconds 1", "\"--seconds\""),
            ("--charset", "utf8 or ascii"),
            ("--charset latin1", "\"latin1\""),
            ("-x", "\"-x\""),
            ("--timeline 5", "\"5\""),
            ("--timeline=5", "\"--timeline=5\""),
            ("--help=5", "\"--help=5\""),
        ] {
            let wrong = parsed(line).expect_err(line);
            assert!(wrong.contains(named), "{line:?} is reported as {wrong:?}");
        }
    }
}
