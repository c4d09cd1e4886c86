//! The ladder's notes, in the target directory: `cargo clean` deletes them, and Git never sees
//! them.

use std::env;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use ch01_loops::workshop::ladder::rungs::Rung;

/// The note of this kind about an exercise.
pub fn file(rung: &Rung, kind: &str) -> PathBuf {
    let target = env::var_os("CARGO_TARGET_DIR").map_or("target".into(), PathBuf::from);
    target.join("ladder").join(format!("{}.{kind}", rung.name))
}

pub fn write(note: &Path, text: impl AsRef<[u8]>) -> Result<(), String> {
    let folder = note.parent().unwrap_or(note);
    fs::create_dir_all(folder)
        .and_then(|()| fs::write(note, text))
        .map_err(|error| format!("cannot write {}: {error}", note.display()))
}

/// The number of the next of `count` things of a kind, from 0; after the last, 0 again.
pub fn turn(rung: &Rung, kind: &str, count: usize) -> Result<usize, String> {
    let note = file(rung, kind);
    let number = fs::read_to_string(&note).ok().and_then(|number| number.parse().ok());
    let number: usize = number.unwrap_or(0) % count;
    write(&note, (number + 1).to_string())?;
    Ok(number)
}

/// Has Cargo build the exercise anew if it came back with an older time: Cargo goes by the time
/// alone, and would take what it built of the version before.
pub fn renew_if_older(rung: &Rung) -> Result<(), String> {
    let (source, note) = (PathBuf::from(rung.file(".rs")), file(rung, "built"));
    let time = |path: &Path| fs::metadata(path).and_then(|file| file.modified()).ok();
    let text = fs::read(&source).unwrap_or_default();
    if fs::read(&note).is_ok_and(|built| built != text) && time(&source) <= time(&note) {
        renew(rung).map_err(|error| format!("cannot change {}: {error}", source.display()))?;
    }
    write(&note, text)
}

/// Gives the exercise a new time, so that Cargo builds what it is part of.
pub fn renew(rung: &Rung) -> io::Result<()> {
    let file = File::options().append(true).open(rung.file(".rs"))?;
    file.set_modified(SystemTime::now())
}
