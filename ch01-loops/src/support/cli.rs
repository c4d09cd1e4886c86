//! The command line that the programs of all chapters share.

use std::error::Error;
use std::ffi::OsString;
use std::io::{self, IsTerminal};
use std::process::ExitCode;
use std::time::Duration;

use super::output::{replace_picture, write_or_exit};
use super::timeline::{BAR, WIDTH};
use super::{Console, live};

pub use super::output::{moves_cursor, report};

/// The longest second that `--second` takes: a day.
const LONGEST_SECOND: f64 = 86_400.0;

/// The options of a command line.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Options {
    second: Duration,
    timeline: bool,
    live: bool,
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

    let live = options.live.then(live::columns).flatten();
    let hidden = live.is_some() && io::stdout().is_terminal();
    let console = match options.second {
        second if hidden => Console::in_memory(second),
        second if options.live || options.timeline => Console::recording(second),
        second => Console::new(second),
    };
    let width = live.unwrap_or(WIDTH).min(WIDTH);
    let draw = |running| {
        let (picture, complete) = console.picture(width, running);
        (if options.ascii { picture.replace(BAR, "=") } else { picture }, complete)
    };
    let result = match live {
        Some(_) => live::while_it_runs(|| draw(true).0, || program(&console)),
        None => program(&console),
    };
    let (mut picture, complete) = draw(false);
    if hidden && !complete {
        picture.insert_str(0, &(console.printed().join("\n") + "\n"));
    }
    let drawn = replace_picture(&picture).is_ok();
    match result {
        Ok(()) if drawn => ExitCode::SUCCESS,
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
  --live             draw the run while it lasts, on a terminal
  --timeline         draw it afterwards, on standard error
  --second SECONDS   how long one second lasts, from 0 to {LONGEST_SECOND} [default: 1]
  --charset CHARSET  how to draw: utf8, or ascii if the terminal or its font draws
                     ━ too wide or not at all [default: utf8]
  -h, --help         print this"
    )
}

/// The options, or nothing if the arguments ask for help.
///
/// # Errors
///
/// A description of the first argument that is wrong.
fn parse(args: impl Iterator<Item = OsString>) -> Result<Option<Options>, String> {
    let args: Vec<String> = args.map(|arg| arg.to_string_lossy().into_owned()).collect();
    // `--second=2` is `--second 2`.
    let mut args = args.iter().flat_map(|arg| arg.splitn(2, '='));
    let second = Duration::from_secs(1);
    let mut options = Options { second, timeline: false, live: false, ascii: false };
    while let Some(arg) = args.next() {
        match arg {
            "-h" | "--help" => return Ok(None),
            "--timeline" => options.timeline = true,
            "--live" => options.live = true,
            "--second" => options.second = parse_second(args.next().unwrap_or_default())?,
            "--charset" => match args.next().unwrap_or_default() {
                charset @ ("utf8" | "ascii") => options.ascii = charset == "ascii",
                other => return Err(format!("--charset takes utf8 or ascii, not {other:?}")),
            },
            _ => return Err(format!("unexpected argument {arg:?}")),
        }
    }
    Ok(Some(options))
}

fn parse_second(value: &str) -> Result<Duration, String> {
    let seconds = value.parse().ok().filter(|seconds| (0.0..=LONGEST_SECOND).contains(seconds));
    seconds
        .map(Duration::from_secs_f64)
        .ok_or_else(|| format!("--second takes a number from 0 to {LONGEST_SECOND}, not {value:?}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(line: &str) -> Result<Option<Options>, String> {
        parse(line.split_whitespace().map(OsString::from))
    }

    #[test]
    fn options_may_come_in_any_order() {
        let options = |millis, timeline, live, ascii| {
            Ok(Some(Options { second: Duration::from_millis(millis), timeline, live, ascii }))
        };
        assert_eq!(parsed(""), options(1000, false, false, false));
        assert_eq!(parsed("--second 0.25 --live"), options(250, false, true, false));
        assert_eq!(parsed("--timeline --second=86400"), options(86_400_000, true, false, false));
        assert_eq!(parsed("--charset=ascii --second 0"), options(0, false, false, true));
        assert_eq!(parsed("--timeline --help --bogus"), Ok(None));
        assert_eq!(parsed("-h"), Ok(None));
    }

    #[test]
    fn an_error_names_what_is_wrong() {
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
        ] {
            let wrong = parsed(line).expect_err(line);
            assert!(wrong.contains(named), "{line:?} is reported as {wrong:?}");
        }
    }
}
