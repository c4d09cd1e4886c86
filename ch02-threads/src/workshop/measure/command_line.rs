//! A command line with one count.

use std::env;
use std::error::Error;
use std::ffi::OsString;
use std::process::ExitCode;
use std::time::Duration;

use ch01_loops::Console;
use ch01_loops::cli::report;

/// The smallest count that a demonstration accepts: the cost of fewer is lost in
/// everything else.
const LEAST_COUNT: u64 = 100;

/// The largest count that a demonstration accepts.
const LARGEST_COUNT: u64 = 1_000_000;

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
    let args = env::args_os().skip(1).filter(|arg| arg != BENCH);
    let (status, wrong) = match count(args, default) {
        Ok(Some(count)) => match demo(count) {
            Ok(()) => return ExitCode::SUCCESS,
            Err(error) => (1, error.to_string()),
        },
        Ok(None) => {
            print(&format!(
                "{about}\n\nUsage: cargo {command} -- [COUNT]\n\n\
                 COUNT is a number from {LEAST_COUNT} to {LARGEST_COUNT} [default: {default}]"
            ));
            return ExitCode::SUCCESS;
        }
        Err(wrong) => (2, format!("{wrong}; see --help")),
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

/// Whether `cargo bench` runs this program, and not `cargo test --all-targets`,
/// which runs benchmarks too, to see that they work.
pub fn is_benched() -> bool {
    env::args_os().any(|arg| arg == BENCH)
}

/// The count in these arguments, `None` if they ask for help, or what is wrong with
/// them, in words.
pub fn count(args: impl Iterator<Item = OsString>, default: u64) -> Result<Option<u64>, String> {
    let mut count = None;
    for arg in args {
        if arg == "-h" || arg == "--help" {
            return Ok(None);
        }
        if count.is_some() {
            return Err(format!("unexpected argument {arg:?}"));
        }
        let number = arg.to_str().and_then(|text| text.parse().ok());
        count = number.filter(|number| (LEAST_COUNT..=LARGEST_COUNT).contains(number));
        if count.is_none() {
            return Err(format!(
                "COUNT takes a number from {LEAST_COUNT} to {LARGEST_COUNT}, not {arg:?}"
            ));
        }
    }
    Ok(Some(count.unwrap_or(default)))
}
