//! Builds the checks through Cargo.

use std::env;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;

use super::rungs::Rung;

/// What became of a check.
pub enum Built {
    /// The program that runs it.
    Program(PathBuf),
    /// It does not compile: the compiler's first error.
    Broken(String),
}

/// Builds the checks of all `rungs` at once, so that nothing is compiled twice, and goes
/// on if one does not compile. `args` are for Cargo and must ask for messages in JSON.
/// Calls `progress` with how many are done.
pub fn checks(
    root: &Path,
    rungs: &[Rung],
    args: &[&str],
    mut progress: impl FnMut(usize),
) -> Result<Vec<Built>, String> {
    let mut cargo = cargo();
    cargo.args(["build", "--keep-going"]).args(args);
    cargo.args(rungs.iter().flat_map(|rung| ["--test", &rung.name]));
    cargo.current_dir(root);
    let mut cargo = cargo
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|error| format!("cannot start cargo: {error}"))?;
    let mut stderr = cargo.stderr.take().expect("it is piped");
    let stderr = thread::spawn(move || {
        let mut told = String::new();
        stderr.read_to_string(&mut told).map(|_| told)
    });

    let mut built: Vec<Option<Built>> = rungs.iter().map(|_| None).collect();
    let mut first_error = None;
    let stdout = BufReader::new(cargo.stdout.take().expect("it is piped"));
    for message in stdout.lines().map_while(Result::ok) {
        let error =
            if message.contains(r#""level":"error""#) { text(&message, "rendered") } else { None };
        let found = match (text(&message, "executable"), error) {
            (Some(program), _) => Built::Program(program.into()),
            (None, Some(error)) => Built::Broken(error),
            (None, None) => continue,
        };
        let source = text(&message, "src_path").unwrap_or_default();
        let source = Path::new(&source);
        let mut all = rungs.iter().zip(&mut built);
        match all.find(|(rung, _)| source.ends_with(rung.file(".check.rs"))) {
            Some((_, built)) if built.is_none() => *built = Some(found),
            Some(_) => {}
            None => {
                if let Built::Broken(error) = found {
                    first_error.get_or_insert(error);
                }
            }
        }
        progress(built.iter().flatten().count());
    }
    let _ = cargo.wait();

    let told = stderr.join().ok().and_then(Result::ok).unwrap_or_default();
    if built.iter().all(Option::is_none) && first_error.is_none() {
        return Err(format!("cargo built nothing:\n{}", told.trim()));
    }
    // What a library's error keeps from being built has that error.
    let broken = first_error.unwrap_or(told);
    let built = built.into_iter();
    Ok(built.map(|built| built.unwrap_or_else(|| Built::Broken(broken.clone()))).collect())
}

/// The Cargo that runs this program.
pub fn cargo() -> Command {
    Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
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
