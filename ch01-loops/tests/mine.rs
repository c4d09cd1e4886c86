//! A learner's clone: demonstrations that run the learner's own answers, and a project that
//! stands in it.

use std::env;
use std::fs;

use ch01_loops::workshop::cargo::Finished;
use ch01_loops::workshop::program::run;
use ch01_loops::workshop::workspace::Project;

const CALL_LATER: &str = "ch04-countup/exercises/call_later.rs";

#[test]
fn with_mine_nothing_of_ours_runs() {
    let clone = Project::copy(env!("CARGO_TARGET_TMPDIR"), "mine");
    // Chapter 4 builds on chapter 3.
    for chapter in ["ch03-scheduler", "ch04-countup"] {
        let [solutions, exercises] =
            ["solutions", "exercises"].map(|folder| clone.folder.join(chapter).join(folder));
        for file in fs::read_dir(&solutions).expect("our solutions") {
            let file = file.expect("its name");
            fs::copy(file.path(), exercises.join(file.file_name())).expect("room");
        }
        fs::remove_dir_all(solutions).expect("they are ours");
    }

    let close_queue = || demonstration(&clone, "close_queue");
    let seconds = |Finished { status, stderr, .. }| {
        assert!(status.success(), "{stderr}");
        // A picture ends with its last second, if it has a scale.
        stderr.split_whitespace().last().and_then(|last| last.parse::<u32>().ok()).unwrap_or(0)
    };
    let solved = seconds(close_queue());
    assert!(solved >= 5, "{solved}");
    assert!(seconds(demonstration(&clone, "async_sleep")) >= 5);

    // An earlier exercise is the learner's own, too.
    let answer = clone.read(CALL_LATER);
    let begin = |line: &str| {
        let (head, rest) = answer.split_once("pub fn call_later").expect("the function");
        clone.write(
            CALL_LATER,
            &format!("{head}pub fn call_later{}", rest.replacen(" {\n", line, 1)),
        );
    };
    begin(" {\nlet delay = 0 * delay;\n");
    let spoilt = seconds(close_queue());
    assert!(spoilt < solved, "its picture takes {spoilt} seconds");
    begin(" {\ntodo!(\"begin\");\n");
    let Finished { status, stderr, .. } = close_queue();
    assert_eq!(status.code(), Some(101), "{stderr}");
    assert!(stderr.contains("call_later.rs:"), "it names the file: {stderr}");
    assert!(stderr.contains("not yet implemented: begin"), "{stderr}");

    // So is one of an earlier chapter.
    let first_in = "ch03-scheduler/exercises/first_in.rs";
    clone.write(first_in, &clone.read(first_in).replace("pop_front", "pop_back"));
    let table = mine(&clone, "queue_of_two", &[]).stdout;
    assert!(table.contains("countdown(3), [countup(0)]"), "{table}");
}

fn demonstration(clone: &Project, name: &str) -> Finished {
    mine(clone, name, &["--second", "0.1", "--timeline"])
}

fn mine(clone: &Project, name: &str, args: &[&str]) -> Finished {
    let mut cargo = clone.cargo();
    cargo.args(["run", "--quiet", "-p", "ch04-countup", "--example", name]);
    run(cargo.args(["--features", "mine", "--"]).args(args))
}

/// As the lessons have it made. Its programs may not compile yet.
#[test]
fn a_project_in_the_clone_breaks_nothing() {
    // Outside this clone, in which Cargo would look for a workspace.
    let clone = Project::copy(env::temp_dir().to_str().expect("UTF-8"), "clone");
    let cargo = |args: &str| {
        let mut cargo = clone.cargo();
        run(cargo.args(args.split(' ')))
    };
    let members = || cargo("metadata --format-version 1 --offline --no-deps").succeeds();
    let before = (clone.read("Cargo.toml"), members());
    let made = cargo("new turns");
    assert!(made.status.success(), "{made:#?}");
    cargo("check --quiet --manifest-path turns/Cargo.toml").succeeds();
    clone.write("turns/src/main.rs", "fn (");
    let after = (clone.read("Cargo.toml"), members());
    assert!(before == after, "{}", after.0);
    let ignored = clone.read(".gitignore");
    assert!(ignored.lines().any(|line| line == "/turns"), "{ignored}");
}
