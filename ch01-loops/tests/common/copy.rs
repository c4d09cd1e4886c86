//! A copy of the workspace, which a test may spoil.

use std::fs;
use std::path::{Path, PathBuf};
use std::process;

/// The repository root.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Of this process alone, and removed with it.
pub struct Copy {
    root: PathBuf,
}

impl Copy {
    /// Copies what is built, and nothing that was built or that `--reset` has kept.
    pub fn of_the_workspace(name: &str) -> Self {
        let name = format!("{name}-{}", process::id());
        let copy = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        fs::create_dir_all(&copy).expect("there is room");
        for file in fs::read_dir(root()).expect("the root is there") {
            let path = file.expect("it can be listed").path();
            let name = path.file_name().expect("it has a name");
            let is_built = path.is_file() || path.join("Cargo.toml").exists();
            // In a worktree `.git` is a file, and leads to the true repository.
            if is_built && name != ".git" || name == ".cargo" {
                copy_all(&path, &copy.join(name));
            }
        }
        Self { root: copy }
    }

    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Where the copy is built.
    pub fn target(&self) -> PathBuf {
        self.root.join("target")
    }
}

impl Drop for Copy {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.root);
    }
}

fn copy_all(from: &Path, to: &Path) {
    if from.is_dir() {
        fs::create_dir_all(to).expect("there is room");
        for file in fs::read_dir(from).expect("it is there") {
            let file = file.expect("it can be listed");
            let name = file.file_name();
            if !name.to_string_lossy().contains(".kept-") {
                copy_all(&file.path(), &to.join(name));
            }
        }
    } else {
        fs::copy(from, to).expect("there is room");
    }
}
