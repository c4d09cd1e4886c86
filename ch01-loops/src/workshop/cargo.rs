//! Programs: built by Cargo, which alone knows where it puts them, and run to their end.

use std::collections::BTreeMap;
use std::env;
use std::io::{self, Read};
use std::panic::resume_unwind;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// The Cargo that runs this program, for use in `folder`.
pub fn cargo(folder: &Path) -> Command {
    let mut cargo = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.current_dir(folder);
    cargo
}

/// The outcome of building a target.
#[derive(Clone, Debug, Default)]
pub struct Built {
    /// The path of the program, if it compiled.
    pub program: Option<PathBuf>,
    /// The compiler's errors and warnings.
    pub diagnostics: String,
}

/// Runs `cargo build` with these arguments, and returns what it made of each target, by name.
///
/// # Errors
///
/// If Cargo does not start, or ends before it builds anything.
pub fn build(cargo: &mut Command, args: &[&str]) -> io::Result<BTreeMap<String, Built>> {
    cargo.args(["build", "--offline", "--keep-going", "--message-format=json"]);
    let output = cargo.args(args).output()?;
    let mut built = BTreeMap::<String, Built>::new();
    for line in String::from_utf8_lossy(&output.stdout).lines() {
        let Some((_, target)) = line.split_once("\"target\":{") else { continue };
        let Some(name) = text(target, "name") else { continue };
        let target = built.entry(name).or_default();
        if let Some(program) = text(line, "executable") {
            target.program = Some(program.into());
        }
        // Ignore linker messages.
        if !line.contains("\"code\":\"linker_messages\"") {
            target.diagnostics += &text(line, "rendered").unwrap_or_default();
        }
    }
    if built.is_empty() && !output.status.success() {
        return Err(io::Error::other(String::from_utf8_lossy(&output.stderr)));
    }
    Ok(built)
}

/// The first field `name` in a message of Cargo's, if it is a string. No string in a
/// message looks like a field: its quotes are escaped.
fn text(message: &str, name: &str) -> Option<String> {
    let (_, rest) = message.split_once(&format!("\"{name}\":\""))?;
    let mut letters = rest.chars();
    let mut text = String::new();
    loop {
        match letters.next()? {
            '"' => return Some(text),
            '\\' => text.push(match letters.next()? {
                'n' => '\n',
                't' => '\t',
                'r' => '\r',
                'u' => {
                    let code: String = letters.by_ref().take(4).collect();
                    char::from_u32(u32::from_str_radix(&code, 16).ok()?)?
                }
                letter => letter,
            }),
            letter => text.push(letter),
        }
    }
}

/// The end of a program, and its output as text.
#[derive(Clone, Debug)]
pub struct Finished {
    pub status: ExitStatus,
    pub stdout: String,
    pub stderr: String,
}

impl Finished {
    /// Standard output of a program that must succeed, with nothing on standard error.
    #[track_caller]
    pub fn succeeds(self) -> String {
        assert!(self.status.success() && self.stderr.is_empty(), "{self:#?}");
        self.stdout
    }

    /// The one line on standard error of a program that must end with this status, and print
    /// nothing else.
    #[track_caller]
    pub fn fails(self, status: i32) -> String {
        assert_eq!(self.status.code(), Some(status), "{self:#?}");
        assert!(self.stdout.is_empty() && self.stderr.lines().count() == 1, "{self:#?}");
        self.stderr
    }
}

/// Runs the command to its end, without an input.
///
/// # Errors
///
/// If it does not start, or has not ended after this long.
pub fn run(command: &mut Command, limit: Duration) -> io::Result<Finished> {
    let all = |stream: &mut dyn Read| {
        let mut bytes = Vec::new();
        let _ = stream.read_to_end(&mut bytes);
        String::from_utf8_lossy(&bytes).into_owned()
    };
    let (status, stdout, stderr) = run_and_read(command, limit, all)?;
    Ok(Finished { status, stdout, stderr })
}

/// Runs the command to its end, without an input, and has `read` take in each of its streams.
/// Returns its status, and what `read` returned for standard output and standard error.
///
/// # Errors
///
/// If it does not start, or has not ended after this long.
pub fn run_and_read<T: Send>(
    command: &mut Command,
    limit: Duration,
    read: impl Fn(&mut dyn Read) -> T + Sync,
) -> io::Result<(ExitStatus, T, T)> {
    let piped = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = piped.spawn()?;
    let streams = child.stdout.take().zip(child.stderr.take());
    let (mut stdout, mut stderr) = streams.expect("both are piped");
    thread::scope(|scope| {
        // On threads, because a full pipe would block the program.
        let stdout = scope.spawn(|| read(&mut stdout));
        let stderr = scope.spawn(|| read(&mut stderr));
        let start = Instant::now();
        let status = loop {
            match child.try_wait() {
                Ok(None) if start.elapsed() < limit => thread::sleep(Duration::from_millis(2)),
                Ok(None) => break Err(io::Error::other(format!("stopped after {limit:?}"))),
                Ok(Some(status)) => break Ok(status),
                Err(error) => break Err(error),
            }
        };
        let _ = child.kill();
        let [stdout, stderr] = [stdout, stderr]
            .map(|stream| stream.join().unwrap_or_else(|panic| resume_unwind(panic)));
        Ok((status?, stdout, stderr))
    })
}
