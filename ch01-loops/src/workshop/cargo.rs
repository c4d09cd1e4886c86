//! Programs: built by Cargo, which alone knows where it puts them, and run to their end.

use std::collections::BTreeMap;
use std::env;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// The Cargo that runs this program.
pub fn cargo() -> Command {
    Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// What Cargo has made of a target.
#[derive(Clone, Debug, Default)]
pub struct Built {
    /// Where the program is, if it compiled.
    pub program: Option<PathBuf>,
    /// The compiler's errors and warnings.
    pub words: String,
}

/// Runs `cargo build` in `folder` with these arguments, and returns what it made of each
/// target, by name. Cargo's own words go to `stderr`.
///
/// # Errors
///
/// If Cargo does not start, or ends before it builds anything.
pub fn build(folder: &Path, args: &[&str], stderr: Stdio) -> io::Result<BTreeMap<String, Built>> {
    let output = cargo()
        .args(["build", "--offline", "--keep-going", "--message-format=json"])
        .args(args)
        .current_dir(folder)
        .stderr(stderr)
        .output()?;
    let mut built = BTreeMap::<String, Built>::new();
    for line in String::from_utf8_lossy(&output.stdout).lines() {
        let Some((_, target)) = line.split_once("\"target\":{") else { continue };
        let Some(name) = text(target, "name") else { continue };
        let target = built.entry(name).or_default();
        if let Some(program) = text(line, "executable") {
            target.program = Some(program.into());
        }
        // What a linker says is not about the program.
        if !line.contains("\"code\":\"linker_messages\"") {
            target.words += &text(line, "rendered").unwrap_or_default();
        }
    }
    if built.is_empty() && !output.status.success() {
        return Err(io::Error::other(String::from_utf8_lossy(&output.stderr)));
    }
    Ok(built)
}

/// The first field `name` in a message of Cargo's, if it is a string. No string in a
/// message looks like a field: its quotes are escaped.
pub fn text(message: &str, name: &str) -> Option<String> {
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

/// Runs the command to its end, without an input.
///
/// # Errors
///
/// If it does not start, or has not ended after this long.
pub fn output(command: &mut Command, limit: Duration) -> io::Result<Output> {
    let piped = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = piped.spawn()?;
    let (stdout, stderr) = (child.stdout.take(), child.stderr.take());
    thread::scope(|scope| {
        // On threads, as a full pipe would block the program.
        let (stdout, stderr) = (scope.spawn(|| read(stdout)), scope.spawn(|| read(stderr)));
        let status = ended(&mut child, limit);
        let _ = child.kill();
        let [stdout, stderr] = [stdout, stderr].map(|stream| stream.join().unwrap_or_default());
        Ok(Output { status: status?, stdout, stderr })
    })
}

fn ended(child: &mut Child, limit: Duration) -> io::Result<std::process::ExitStatus> {
    let start = Instant::now();
    loop {
        match child.try_wait()? {
            Some(status) => return Ok(status),
            None if start.elapsed() < limit => thread::sleep(Duration::from_millis(2)),
            None => return Err(io::Error::other(format!("stopped after {limit:?}"))),
        }
    }
}

fn read(stream: Option<impl Read>) -> Vec<u8> {
    let mut bytes = Vec::new();
    let _ = stream.map(|mut stream| stream.read_to_end(&mut bytes));
    bytes
}
