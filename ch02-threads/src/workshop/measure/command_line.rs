//! A command line with one count.

use std::env;
use std::error::Error;
use std::ffi::OsString;
use std::ops::RangeInclusive;
use std::process::ExitCode;
use std::time::Duration;

use ch01_loops::Console;
use ch01_loops::cli::report;

/// The counts that a demonstration accepts: the cost of fewer is lost in everything else.
const COUNTS: RangeInclusive<u64> = 100..=1_000_000;

/// Runs `demo` with the count of the command line, or with `default`, and returns
/// the status to end with: 1 if `demo` fails, 2 for a bad command line; one line on
/// standard error then says what is wrong.
///
/// `command` and `about` are what `--help` says. `demo` prints with [`print`].
pub fn demonstrate(
    command: &str,
    about: &str,
    default: u64,
    demo: impl FnOnce(u64) -> Result<(), Box<dyn Error>>,
) -> ExitCode {
    let (least, most) = (COUNTS.start(), COUNTS.end());
    let args = env::args_os().skip(1).filter(|arg| arg != BENCH);
    let (status, wrong) = match count(args, default) {
        Ok(Some(count)) => match demo(count) {
            Ok(()) => return ExitCode::SUCCESS,
            Err(error) => (1, error.to_string()),
        },
        Ok(None) => {
            print(&format!(
                "{about}\n\nUsage: cargo {command} -- [COUNT]\n\n\
                 COUNT is a number from {least} to {most} [default: {default}]"
            ));
            return ExitCode::SUCCESS;
        }
        Err(arg) => {
            (2, format!("expected one COUNT, from {least} to {most}, not {arg:?}; see --help"))
        }
    };
    let _ = report(format_args!("error: {wrong}"));
    ExitCode::from(status)
}

/// Prints a text and a newline. Ends the program if its reader has gone.
pub fn print(text: &str) {
    Console::new(Duration::ZERO).print(text);
}

/// The argument that `cargo bench` adds to all others.
const BENCH: &str = "--bench";

/// True if `cargo bench` runs this program, rather than `cargo test --all-targets`,
/// which runs benchmarks too, to see that they work.
pub fn is_benched() -> bool {
    env::args_os().any(|arg| arg == BENCH)
}

/// The count in these arguments, or `None` if they ask for help. Fails with the argument
/// that is wrong.
fn count(args: impl Iterator<Item = OsString>, default: u64) -> Result<Option<u64>, OsString> {
    let mut count = None;
    for arg in args {
        if arg == "-h" || arg == "--help" {
            return Ok(None);
        }
        let number = arg.to_str().and_then(|text| text.parse().ok());
        let number = number.filter(|number| count.is_none() && COUNTS.contains(number));
        count = Some(number.ok_or(arg)?);
    }
    Ok(Some(count.unwrap_or(default)))
}
