//! The rungs of the ladder, as the manifests declare them and the lessons describe them.

use std::fs;
use std::path::Path;

/// One exercise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rung {
    pub name: String,
    /// The folder of its chapter.
    pub chapter: String,
    /// The time it takes, if its lesson says so.
    pub minutes: Option<u32>,
    pub optional: bool,
}

impl Rung {
    /// One of its files, as a path from the repository root.
    pub fn file(&self, ending: &str) -> String {
        format!("{}/exercises/{}{ending}", self.chapter, self.name)
    }
}

/// All rungs, in their order.
pub fn read(root: &Path) -> Result<Vec<Rung>, String> {
    let read = |path: &str| {
        fs::read_to_string(root.join(path)).map_err(|error| format!("cannot read {path}: {error}"))
    };
    let workspace = read("Cargo.toml")?;
    let members = workspace.lines().find(|line| line.starts_with("members"));
    let mut rungs = Vec::new();
    for chapter in members.unwrap_or_default().split('"').skip(1).step_by(2) {
        let lesson = read(&format!("{chapter}/README.md"))?;
        let manifest = read(&format!("{chapter}/Cargo.toml"))?;
        let names = manifest.lines().filter_map(|line| {
            let path = line.strip_prefix("path = \"exercises/")?;
            path.strip_suffix(".check.rs\"")
        });
        rungs.extend(names.map(|name| rung(name, chapter, &lesson)));
    }
    Ok(rungs)
}

/// Reads the rung's row, which ends with its minutes and what it needs.
fn rung(name: &str, chapter: &str, lesson: &str) -> Rung {
    let row = format!("| [`{name}`] |");
    let row = lesson.lines().find(|line| line.starts_with(&row));
    let mut cells = row.unwrap_or_default().rsplit('|').skip(1).map(str::trim);
    let needs = cells.next().unwrap_or_default();
    Rung {
        name: name.to_owned(),
        chapter: chapter.to_owned(),
        minutes: cells.next().and_then(|minutes| minutes.parse().ok()),
        optional: needs.starts_with("optional"),
    }
}
