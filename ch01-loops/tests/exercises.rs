//! `cargo exercises`, end to end, on a copy of the workspace: as a learner meets it, who
//! solves one exercise, breaks one, and has one half solved. The stubs in the copy are
//! made here, as those of this clone may be solved.

use std::fs;
use std::io::{BufRead, BufReader};
use std::ops::Deref;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use ch01_loops::workshop::workspace::Project;

/// A copy of two chapters, as this is about the ladder and not about its rungs.
struct Learner(Project);

impl Deref for Learner {
    type Target = Project;

    fn deref(&self) -> &Project {
        &self.0
    }
}

impl Learner {
    fn new() -> Self {
        let learner = Self(Project::copy(env!("CARGO_TARGET_TMPDIR"), "exercises"));
        let manifest = learner.read("Cargo.toml");
        let members =
            r#"members = ["ch01-loops", "ch02-threads", "ch03-scheduler", "ch04-countup"]"#;
        assert!(manifest.contains(members), "{manifest}");
        let two = r#"members = ["ch01-loops", "ch03-scheduler"]"#;
        learner.write("Cargo.toml", &manifest.replace(members, two));
        for file in ALL {
            learner.write(file, &stub(&learner.solution(file)));
        }
        learner
    }

    fn solution(&self, file: &str) -> String {
        self.read(&file.replace("exercises", "solutions"))
    }

    fn command(&self, args: &str) -> Command {
        let mut cargo = self.cargo("exercises");
        cargo.args(args.split_whitespace());
        cargo
    }

    fn cargo(&self, subcommand: &str) -> Command {
        let mut cargo = self.0.cargo();
        cargo.arg(subcommand);
        without_settings(&mut cargo);
        // Any folder will do.
        cargo.current_dir(self.folder.join("ch03-scheduler/src"));
        cargo
    }

    /// What it shows, when it ends with this status.
    fn shown(&self, args: &str, status: i32) -> String {
        let output = self.command(args).output().expect("cargo starts");
        assert_eq!(output.status.code(), Some(status), "{output:?}");
        text(&output.stdout)
    }

    /// What it says on standard error when it can do nothing, in one line.
    fn refused(&self, args: &str, status: i32) -> String {
        let output = self.command(args).output().expect("cargo starts");
        assert_eq!(output.status.code(), Some(status), "{args}: {output:?}");
        let told = text(&output.stderr);
        assert!(output.stdout.is_empty(), "{args}: {output:?}");
        assert!(told.starts_with("error: "), "{args}: {told}");
        assert_eq!(told.lines().count(), 1, "{args}: {told}");
        told
    }

    /// Commits all as it is, to a repository that is there for that.
    fn commit(&self) {
        let name = ["-c", "user.name=A Learner", "-c", "user.email=learner@example.com"];
        for args in ["init -q", "add .", "commit -q -m work"] {
            let mut git = Command::new("git");
            git.args(name).args(args.split(' ')).current_dir(&self.folder);
            without_settings(&mut git);
            let status = git.status().expect("git starts");
            assert!(status.success(), "git {args}: {status}");
        }
    }
}

/// No hook of a user's, and never the repository from whose hook this may run.
fn without_settings(command: &mut Command) {
    for name in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"] {
        command.env_remove(name);
    }
    command.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_NOSYSTEM", "1");
}

/// Our solution with a hole in each function and each prediction.
fn stub(solution: &str) -> String {
    let mut functions = solution.split("pub fn ");
    let mut stub = functions.next().unwrap_or_default().to_owned();
    for function in functions {
        let function = function.replacen(" {\n", " {\n    todo!(\"begin\");\n", 1);
        stub.extend(["pub fn ", &function]);
    }
    let lines = stub.lines().map(|line| match line.split_once("= &[") {
        Some((prediction, _)) => format!("{prediction}= &[];\n"),
        None => format!("{line}\n"),
    });
    lines.collect()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("it is UTF-8")
}

/// The line about this exercise.
fn line<'a>(ladder: &'a str, name: &str) -> &'a str {
    let mut lines = ladder.lines().map(str::trim);
    let line = lines.find(|line| line.split_whitespace().next() == Some(name));
    line.unwrap_or_else(|| panic!("no line for {name}:\n{ladder}"))
}

const COUNT_UP: &str = "ch01-loops/exercises/count_up.rs";
const BY_HAND: &str = "ch01-loops/exercises/by_hand.rs";
const FIRST_IN: &str = "ch03-scheduler/exercises/first_in.rs";
const PREDICT: &str = "ch03-scheduler/exercises/predict.rs";
const CARRY_ON: &str = "ch03-scheduler/exercises/carry_on.rs";
const ONE_ROUND: &str = "ch03-scheduler/exercises/one_round.rs";
const ALL: [&str; 6] = [COUNT_UP, BY_HAND, FIRST_IN, PREDICT, CARRY_ON, ONE_ROUND];

#[test]
fn a_learner_climbs_the_ladder() {
    let learner = Learner::new();

    a_name_alone_is_not_green(&learner);
    wrong_arguments_are_refused(&learner);
    unsolved_the_first_is_next(&learner);
    let stubs = [COUNT_UP, BY_HAND].map(|file| learner.read(file));
    assert!(learner.refused("--reset count_up", 1).contains("it"), "no history yet");
    let has_git = Command::new("git").arg("--version").output().is_ok();
    if has_git {
        learner.commit();
    }

    let solved = learner.solution(COUNT_UP);
    learner.write(COUNT_UP, &solved);
    learner.write(BY_HAND, "fn");
    let half = learner.solution(FIRST_IN);
    assert!(half.contains("pop_front"));
    learner.write(FIRST_IN, &half.replace("pop_front", "pop_back"));
    each_has_a_line_of_its_own(&learner);
    one_is_shown_alone(&learner);
    what_is_next_is_unsolved(&learner);
    hints_come_one_by_one(&learner);

    if has_git {
        learner.commit();
        the_stub_comes_back_and_no_work_is_lost(&learner, &stubs);
    } else {
        eprintln!("skipped: no git, so no stub can come back");
    }
    a_saved_file_is_checked_again(&learner);
    what_ends_the_whole_program_is_named(&learner);
}

/// Not even that of an exercise which is solved: nothing checks it then.
fn a_name_alone_is_not_green(learner: &Learner) {
    let test = |args: &[&str]| {
        let mut cargo = learner.cargo("test");
        cargo.args(["--quiet", "--test", "by_name"]).args(args);
        let output = cargo.output().expect("cargo starts");
        assert!(output.stdout.is_empty(), "{output:?}");
        (output.status.success(), text(&output.stderr))
    };
    for args in [&["first_in"] as &[&str], &["first_in", "--", "--nocapture"]] {
        let (green, told) = test(args);
        assert!(!green && told.contains("cargo test --test first_in\n"), "{told}");
    }
    for args in ["--list", "first", "--skip first_in"] {
        let args: Vec<&str> = ["--"].into_iter().chain(args.split(' ')).collect();
        assert_eq!(test(&args), (true, String::new()), "{args:?}");
    }
}

fn wrong_arguments_are_refused(learner: &Learner) {
    for (args, named) in [
        ("no_such", "\"no_such\""),
        ("--bogus", "\"--bogus\""),
        ("--hint", "--hint"),
        ("--watch count_up by_hand", "--watch"),
        ("--hint --reset count_up", "--reset"),
        ("--hint --solutions count_up", "--solutions"),
    ] {
        let told = learner.refused(args, 2);
        assert!(told.contains(named), "{args}: {told}");
        assert!(told.contains("--help"), "{args}: {told}");
    }
    assert!(learner.shown("--help", 0).contains("--watch NAME"));
}

fn unsolved_the_first_is_next(learner: &Learner) {
    let output = learner.command("").output().expect("cargo starts");
    assert_eq!(output.status.code(), Some(1));
    let (ladder, progress) = (text(&output.stdout), text(&output.stderr));
    let unbegun = ladder.matches("not begun").count();
    assert!(ladder.contains(&format!("0 of {unbegun} solved")), "{ladder}");
    assert!(ladder.contains("Next: count_up"), "{ladder}");
    assert!(ladder.contains("ch01-loops/exercises/count_up.md"), "{ladder}");
    assert!(ladder.lines().count() <= 40 && ladder.is_ascii(), "{ladder}");
    assert!(ladder.lines().all(|line| line.len() <= 80), "{ladder}");
    for shown in [ladder, progress] {
        assert!(!shown.contains(['\r', '\x1b']), "no terminal: {shown:?}");
    }
}

fn each_has_a_line_of_its_own(learner: &Learner) {
    let ladder = learner.shown("", 1);
    assert!(line(&ladder, "count_up").contains("solved"), "{ladder}");
    assert!(line(&ladder, "by_hand").contains("does not compile"), "{ladder}");
    assert!(line(&ladder, "first_in").contains("checks pass"), "{ladder}");
    assert!(line(&ladder, "predict").contains("not begun"), "{ladder}");
    assert!(ladder.contains("] 1 of ") && ladder.contains("Next: by_hand"), "{ladder}");
}

fn one_is_shown_alone(learner: &Learner) {
    let solved = learner.shown("count_up", 0);
    assert!(solved.contains("count_up: solved"), "{solved}");
    assert!(solved.contains("--features mine") && solved.contains("Next: by_hand"), "{solved}");

    let broken = learner.shown("by_hand", 1);
    assert!(broken.contains("by_hand: does not compile"), "{broken}");
    assert_eq!(broken.matches("by_hand.rs:1:").count(), 1, "{broken}");

    let half = learner.shown("first_in", 1);
    assert!(half.contains("left: ") && half.contains("right: "), "{half}");
    assert_eq!(half.matches("check_").count(), 1, "{half}");
    for noise in ["backtrace", "thread '", "assertion"] {
        assert!(!half.contains(noise), "{half}");
    }
    // All that were named must be solved.
    learner.shown("count_up first_in", 1);
    learner.shown("count_up first_in --solutions", 0);
}

fn what_is_next_is_unsolved(learner: &Learner) {
    let broken = learner.read(BY_HAND);
    learner.write(BY_HAND, &learner.solution(BY_HAND));
    let next = learner.shown("count_up", 0);
    assert!(next.contains("Next: first_in"), "half solved: {next}");
    learner.write(BY_HAND, &broken);

    let stub = learner.read(ONE_ROUND);
    learner.write(ONE_ROUND, &learner.solution(ONE_ROUND));
    let next = learner.shown("one_round", 0);
    assert!(next.contains("Next: by_hand"), "after the last: {next}");
    learner.write(ONE_ROUND, &stub);
}

fn hints_come_one_by_one(learner: &Learner) {
    let [first, second, again] = [0; 3].map(|_| learner.shown("--hint count_up", 0));
    assert!(first.starts_with("Hint 1 of 2\n"), "{first}");
    assert!(second.starts_with("Hint 2 of 2\n"), "{second}");
    assert_eq!(first, again);
    let page = learner.read("ch01-loops/exercises/count_up.md");
    assert!(page.contains(first.lines().nth(2).unwrap()), "{first}");
}

/// Even when the learner has committed what is no stub any more.
fn the_stub_comes_back_and_no_work_is_lost(learner: &Learner, stubs: &[String; 2]) {
    let [_, stub] = stubs;
    for (work, kept) in [("fn", "kept-1.rs"), ("my second try", "kept-2.rs")] {
        learner.write(BY_HAND, work);
        let told = learner.shown("--reset by_hand", 0);
        let kept = BY_HAND.replace("rs", kept);
        assert!(told.contains(&kept), "{told}");
        assert_eq!(learner.read(&kept), work);
        assert_eq!(learner.read(BY_HAND), *stub);
    }
    assert_eq!(learner.read("ch01-loops/exercises/by_hand.kept-1.rs"), "fn");
    assert!(learner.shown("--reset by_hand", 0).contains("already"));

    // A check that was changed and committed together with an answer makes it no stub.
    learner.write("ch01-loops/exercises/count_up.check.rs", "// mine");
    learner.commit();
    learner.shown("--reset count_up", 0);
    assert_eq!(learner.read(COUNT_UP), stubs[0]);
    fs::remove_file(learner.folder.join(COUNT_UP)).expect("it is there");
    learner.shown("--reset count_up", 0);
    assert_eq!(learner.read(COUNT_UP), stubs[0]);
}

fn a_saved_file_is_checked_again(learner: &Learner) {
    let mut watch = learner.command("--watch predict");
    watch.stdout(Stdio::piped()).stderr(Stdio::null());
    let mut watch = Watching(watch.spawn().expect("cargo starts"));
    let (line, shown) = mpsc::channel();
    let stdout = BufReader::new(watch.0.stdout.take().expect("it is piped"));
    thread::spawn(move || {
        stdout.lines().map_while(Result::ok).try_for_each(|text| line.send(text))
    });
    let shows = |begin: &str| {
        while let Ok(line) = shown.recv_timeout(Duration::from_secs(300)) {
            if line.starts_with(begin) {
                return;
            }
        }
        panic!("it does not show: {begin}");
    };
    shows("predict: not begun");
    shows("watching");
    learner.write(PREDICT, &learner.solution(PREDICT));
    shows("predict: solved");
}

/// A program that does not end on its own.
struct Watching(Child);

impl Drop for Watching {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn what_ends_the_whole_program_is_named(learner: &Learner) {
    let deep = learner.solution(BY_HAND);
    let body = deep.find("let mut x").expect("our solution has a variable");
    let (head, body) = deep.split_at(body);
    learner.write(BY_HAND, &format!("{head}if n == 5 {{ by_hand(down, up, n, stop) }} {body}"));
    let shown = learner.shown("by_hand", 1);
    assert!(shown.contains("ended early") && shown.contains("overflowed its stack"), "{shown}");
}
