//! The files of this workspace, and projects that a test may spoil.

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{self, Command};

use super::cargo::{self, Built};

/// The repository root, found from the package that Cargo runs.
pub fn root() -> PathBuf {
    let package = env::var_os("CARGO_MANIFEST_DIR");
    Path::new(&package.unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into())).join("..")
}

/// The text of a file, by its path from the repository root.
#[track_caller]
pub fn read(path: &str) -> String {
    read_in(&root(), path)
}

#[track_caller]
fn read_in(folder: &Path, path: &str) -> String {
    fs::read_to_string(folder.join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// A folder that only this process uses, and that is removed with it.
pub struct Project {
    pub folder: PathBuf,
}

impl Project {
    /// An empty one within `scratch`, a test's `CARGO_TARGET_TMPDIR`.
    pub fn new(scratch: &str, name: &str) -> Self {
        let folder = Path::new(scratch).join(format!("{name}-{}", process::id()));
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).expect("there is room");
        Self { folder }
    }

    /// A copy of the workspace, without what was built or kept beside an exercise.
    pub fn copy(scratch: &str, name: &str) -> Self {
        let copy = Self::new(scratch, name);
        for file in fs::read_dir(root()).expect("the root") {
            let path = file.expect("its name").path();
            let name = path.file_name().expect("its name");
            let is_source = path.is_file() || path.join("Cargo.toml").exists();
            // In a worktree `.git` is a file, and leads to the true repository.
            if is_source && name != ".git" || name == ".cargo" {
                copy_all(&path, &copy.folder.join(name));
            }
        }
        copy
    }

    #[track_caller]
    pub fn read(&self, path: &str) -> String {
        read_in(&self.folder, path)
    }

    #[track_caller]
    pub fn write(&self, path: &str, text: &str) {
        let file = self.folder.join(path);
        fs::create_dir_all(file.parent().expect("its folder")).expect("there is room");
        fs::write(file, text).expect("there is room");
    }

    /// Cargo in the project, on its own profile: a user's flags and profile could change what
    /// programs print.
    pub fn cargo(&self) -> Command {
        let mut cargo = cargo::cargo(&self.folder);
        cargo.env("CARGO_TARGET_DIR", self.folder.join("target"));
        cargo.env("CARGO_ENCODED_RUSTFLAGS", "").env("CARGO_INCREMENTAL", "0");
        for (setting, value) in [("PANIC", "unwind"), ("OPT_LEVEL", "0"), ("DEBUG", "0")] {
            cargo.env(format!("CARGO_PROFILE_DEV_{setting}"), value);
        }
        cargo
    }

    /// Runs `cargo build` with these arguments in the project.
    pub fn build(&self, args: &[&str]) -> BTreeMap<String, Built> {
        cargo::build(&mut self.cargo(), args).unwrap_or_else(|error| panic!("{error}"))
    }
}

impl Drop for Project {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.folder);
    }
}

fn copy_all(from: &Path, to: &Path) {
    if from.is_dir() {
        fs::create_dir_all(to).expect("there is room");
        for file in fs::read_dir(from).expect("a folder") {
            let file = file.expect("its name");
            let name = file.file_name();
            if ![".kept-", ".mine."].iter().any(|own| name.to_string_lossy().contains(own)) {
                copy_all(&file.path(), &to.join(name));
            }
        }
    } else {
        fs::copy(from, to).expect("there is room");
    }
}
