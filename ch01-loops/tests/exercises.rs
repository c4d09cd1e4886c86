//! `cargo exercises`, end to end, on a copy of the workspace: as a learner meets it, who
//! solves one exercise, breaks one, and has one half solved. The stubs in the copy are
//! made here, as those of this clone may be solved.

use std::fs;
use std::io::{BufRead, BufReader};
use std::ops::Deref;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, SystemTime};

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

    /// Standard output, when it ends with this status.
    fn shown(&self, args: &str, status: i32) -> String {
        let output = self.command(args).output().expect("cargo starts");
        assert_eq!(output.status.code(), Some(status), "{args}: {output:?}");
        text(&output.stdout)
    }

    /// Runs it, and looks for these texts on standard output, in this order.
    fn shows(&self, args: &str, status: i32, texts: &[&str]) {
        let shown = self.shown(args, status);
        let mut rest = &*shown;
        for text in texts {
            let found = rest.split_once(text);
            (_, rest) = found.unwrap_or_else(|| panic!("{args}: no {text:?} in\n{shown}"));
        }
    }

    /// The error of a request that it refuses.
    fn refused(&self, args: &str, status: i32) -> String {
        let output = self.command(args).output().expect("cargo starts");
        assert_eq!(output.status.code(), Some(status), "{args}: {output:?}");
        assert!(output.stdout.is_empty(), "{args}: {output:?}");
        let stderr = text(&output.stderr);
        let errors: Vec<&str> = stderr.lines().filter(|line| line.starts_with("error: ")).collect();
        assert!(errors.len() == 1 && stderr.ends_with(&format!("{}\n", errors[0])), "{stderr}");
        errors[0].to_owned()
    }

    /// The command on a terminal, where its standard error is not shown; none where there is no
    /// `script` that makes one.
    fn on_a_terminal(&self, args: &str) -> Option<Command> {
        let command = self.command(args);
        let line = [command.get_program()].into_iter().chain(command.get_args());
        let line: Vec<String> = line.map(|word| format!("'{}'", word.to_string_lossy())).collect();
        let mut script = Command::new("script");
        script.args(["-qefc", &format!("{} 2>/dev/null", line.join(" ")), "/dev/null"]);
        script.envs(command.get_envs().filter_map(|(name, value)| Some((name, value?))));
        script.current_dir(command.get_current_dir()?).stderr(Stdio::null());
        let works = Command::new("script").args(["-qefc", "true", "/dev/null"]).output();
        works.is_ok_and(|output| output.status.success()).then_some(script)
    }

    /// Puts the file in place with a time of long ago, as `cp -p` and `mv` can.
    fn restore(&self, path: &str, text: &str) {
        self.write(path, text);
        let file = fs::File::options().append(true).open(self.folder.join(path));
        let long_ago = SystemTime::now() - Duration::from_secs(86_400);
        file.and_then(|file| file.set_modified(long_ago)).expect("a time can be set");
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
    assert!(learner.refused("--reset count_up", 1).contains("Git"), "no history yet");
    let has_git = Command::new("git").arg("--version").output().is_ok();
    if has_git {
        learner.commit();
    }

    learner.write(COUNT_UP, &learner.solution(COUNT_UP));
    learner.write(BY_HAND, "fn");
    let half = learner.solution(FIRST_IN);
    assert!(half.contains("pop_front"));
    learner.write(FIRST_IN, &half.replace("pop_front", "pop_back"));
    each_has_a_line_of_its_own(&learner);
    one_is_shown_alone(&learner);
    what_is_next_is_unsolved(&learner);
    escapes_are_for_terminals(&learner);
    hints_come_one_by_one(&learner);
    the_hunt_gives_the_learners_file_back(&learner);
    an_older_file_is_checked_anew(&learner);
    a_saved_file_is_checked_again(&learner);
    nothing_that_code_prints_hides_a_question(&learner);
    what_ends_the_whole_program_is_named(&learner);
    it_waits_for_another_cargo_aloud(&learner);
    after_the_last_there_is_the_hunt(&learner);

    if has_git {
        the_stub_comes_back_and_no_work_is_lost(&learner, &stubs);
    } else {
        eprintln!("skipped: no git, so no stub can come back");
    }
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
        let (green, stderr) = test(args);
        assert!(!green && stderr.contains("cargo exercises first_in\n"), "{stderr}");
    }
    for args in ["--list", "first", "--skip first_in"] {
        let args: Vec<&str> = ["--"].into_iter().chain(args.split(' ')).collect();
        assert_eq!(test(&args), (true, String::new()), "{args:?}");
    }
}

fn wrong_arguments_are_refused(learner: &Learner) {
    for (args, named) in [
        ("no_such", "\"no_such\";"),
        ("countup", "did you mean count_up?"),
        ("first", "did you mean first_in?"),
        ("--bogus", "\"--bogus\";"),
        ("--hint", "--hint"),
        ("--watch count_up by_hand", "--watch"),
        ("--hint --reset count_up", "--reset"),
        ("--bug --solutions count_up", "--solutions"),
    ] {
        let error = learner.refused(args, 2);
        assert!(error.contains(named) && error.contains("--help"), "{args}: {error}");
    }
    learner.shows("--help", 0, &["--watch NAME", "--bug NAME", "--mine NAME"]);
}

fn unsolved_the_first_is_next(learner: &Learner) {
    let output = learner.command("").output().expect("cargo starts");
    assert_eq!(output.status.code(), Some(1));
    let (ladder, progress) = (text(&output.stdout), text(&output.stderr));
    let unbegun = ladder.matches("not begun").count();
    assert!(ladder.contains(&format!("0 of {unbegun} solved")), "{ladder}");
    assert!(ladder.contains("Next: count_up"), "{ladder}");
    assert!(ladder.contains("ch01-loops/exercises/count_up.md"), "{ladder}");
    assert!(ladder.ends_with("check  cargo exercises count_up\n"), "{ladder}");
    assert!(ladder.lines().count() <= 40 && ladder.is_ascii(), "{ladder}");
    assert!(ladder.lines().all(|line| line.len() <= 80), "{ladder}");
    for shown in [ladder, progress] {
        assert!(!shown.contains(['\r', '\x1b']), "no terminal: {shown:?}");
    }
}

fn each_has_a_line_of_its_own(learner: &Learner) {
    let ladder = learner.shown("", 1);
    for (name, status) in [
        ("count_up", "solved"),
        ("by_hand", "does not compile"),
        ("first_in", "checks pass"),
        ("predict", "not begun"),
    ] {
        assert!(line(&ladder, name).contains(status), "{name}: {ladder}");
    }
    assert!(ladder.contains("] 1 of ") && ladder.contains("Next: by_hand"), "{ladder}");
}

fn one_is_shown_alone(learner: &Learner) {
    learner.shows(COUNT_UP, 0, &["count_up: solved", "--features mine", "Next: by_hand"]);

    learner.shows("by_hand", 1, &["by_hand: does not compile", "by_hand.rs:1:"]);
    let broken = learner.read(BY_HAND);
    learner.write(BY_HAND, "");
    learner.shows("by_hand", 1, &["E0432", "cargo exercises --reset by_hand"]);
    learner.write(BY_HAND, &broken);

    let half = learner.shown("first_in", 1);
    let order = ["check_", "?", "yours: ", "expected: ", "first_in.check.rs:", "Its page:"];
    learner.shows("first_in", 1, &order);
    assert_eq!(half.matches("check_").count(), 1, "{half}");
    for noise in ["backtrace", "thread '", "assertion"] {
        assert!(!half.contains(noise), "{half}");
    }
    // All that were named must be solved.
    learner.shown("count_up first_in", 1);
    learner.shown("count_up first_in --solutions", 0);
}

fn what_is_next_is_unsolved(learner: &Learner) {
    let [broken, predict, one_round] = [BY_HAND, PREDICT, ONE_ROUND].map(|file| {
        let text = learner.read(file);
        learner.write(file, &learner.solution(file));
        text
    });
    learner.shows("count_up", 0, &["Next: first_in"]);
    learner.write(BY_HAND, &broken);
    learner.shows("one_round", 0, &["one_round: solved", "Next: by_hand"]);
    learner.shows(
        "predict",
        0,
        &["Next: carry_on", ", optional", "or skip the optional ones: by_hand"],
    );
    learner.write(PREDICT, &predict);
    learner.write(ONE_ROUND, &one_round);
}

fn escapes_are_for_terminals(learner: &Learner) {
    for (name, value, coloured) in [
        ("TERM", "xterm", true),
        ("TERM", "dumb", false),
        ("NO_COLOR", "1", false),
        ("CARGO_TERM_COLOR", "never", false),
    ] {
        let Some(mut terminal) = learner.on_a_terminal("count_up") else {
            return eprintln!("skipped: no `script` that makes a terminal");
        };
        for name in ["NO_COLOR", "CARGO_TERM_COLOR"] {
            terminal.env_remove(name);
        }
        let output = terminal.env("TERM", "xterm").env(name, value).output().expect("it starts");
        let shown = text(&output.stdout);
        assert!(shown.contains("count_up"), "{name}={value}: {output:?}");
        assert_eq!(shown.contains('\x1b'), coloured, "{name}={value}: {shown:?}");
    }
}

fn hints_come_one_by_one(learner: &Learner) {
    let [first, second, again] = [0; 3].map(|_| learner.shown("--hint count_up", 0));
    assert!(first.starts_with("Hint 1 of 2\n"), "{first}");
    assert!(second.starts_with("Hint 2 of 2\n"), "{second}");
    assert_eq!(first, again);
    let page = learner.read("ch01-loops/exercises/count_up.md");
    assert!(page.contains(first.lines().nth(2).unwrap()), "{first}");
}

fn the_hunt_gives_the_learners_file_back(learner: &Learner) {
    let own = learner.read(COUNT_UP) + "// my own\n";
    let exists = |ending: &str| learner.folder.join(COUNT_UP.replace(".rs", ending)).exists();
    learner.write(COUNT_UP, &own);
    let order = ["one fault", "the last `n - 1`", "cargo exercises count_up", "--mine count_up"];
    learner.shows("--bug count_up", 0, &order);
    let fault = learner.read(COUNT_UP);
    assert!(fault != own && fault.contains("with one fault"), "{fault}");
    assert_eq!(learner.read("ch01-loops/exercises/count_up.mine.rs"), own);
    learner.shows("count_up", 1, &["count_up: ", "check_", "?", "--mine count_up"]);

    // Begun again, with nothing changed and with something.
    learner.shown("--bug count_up", 0);
    let other = learner.read(COUNT_UP);
    assert!(other != fault && !exists(".kept-1.rs"), "{other}");
    learner.write(COUNT_UP, "a try");
    learner.shows("--bug count_up", 0, &["count_up.kept-1.rs"]);
    assert_eq!(learner.read("ch01-loops/exercises/count_up.kept-1.rs"), "a try");
    assert!(learner.refused("--reset count_up", 1).contains("--mine count_up"));

    learner.write(COUNT_UP, &learner.solution(COUNT_UP));
    learner.shows("count_up", 0, &["the fault is mended", "--mine count_up"]);
    let ladder = learner.shown("", 1);
    assert!(line(&ladder, "count_up").contains("hunting a fault"), "{ladder}");
    assert!(ladder.contains("] 0 of ") && ladder.contains("Next: count_up"), "{ladder}");
    learner.shows("--mine count_up", 0, &["your own again", "count_up.kept-2.rs"]);
    assert_eq!(learner.read(COUNT_UP), own);
    assert!(!exists(".mine.rs"));
    learner.shows("--mine count_up", 0, &["already"]);
    learner.shows("count_up", 0, &["count_up: solved", "Next: "]);
}

/// Cargo would not build it.
fn an_older_file_is_checked_anew(learner: &Learner) {
    let (own, broken) = (learner.read(COUNT_UP), learner.read(COUNT_UP).replace("x < n", "x <= n"));
    learner.write(COUNT_UP, &broken);
    learner.shows("count_up", 1, &["checks pass"]);
    learner.restore(COUNT_UP, &own);
    learner.shows("count_up", 0, &["solved"]);
    // As it was when it was checked last, but something else has been built meanwhile.
    learner.write(COUNT_UP, &broken);
    let build = learner
        .cargo("build")
        .args(["-p", "ch01-loops", "--test", "count_up"])
        .output()
        .expect("cargo starts");
    assert!(build.status.success(), "{build:?}");
    learner.restore(COUNT_UP, &own);
    learner.shows("count_up", 0, &["solved"]);
}

/// Also when it comes back with an older time. On a terminal, which is cleared each time.
fn a_saved_file_is_checked_again(learner: &Learner) {
    let terminal = learner.on_a_terminal("--watch predict");
    let clears = terminal.is_some();
    let mut watch = terminal.unwrap_or_else(|| learner.command("--watch predict"));
    watch.env("NO_COLOR", "1").env_remove("CARGO_TERM_COLOR").env("TERM", "xterm");
    watch.stdout(Stdio::piped()).stderr(Stdio::null());
    let mut watch = Watching(watch.spawn().expect("it starts"));
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
    let checks = |status: &str| {
        if clears {
            shows("\x1b[2J");
        }
        shows(&format!("predict: {status}"));
        shows("watching");
    };
    let stub = learner.read(PREDICT);
    checks("not begun");
    learner.write(PREDICT, &learner.solution(PREDICT));
    checks("solved");
    learner.restore(PREDICT, &stub);
    checks("not begun");
}

/// A program that does not end on its own.
struct Watching(Child);

impl Drop for Watching {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn nothing_that_code_prints_hides_a_question(learner: &Learner) {
    let noise = r#"for _ in 0..2000 {
        println!("---- round 0\nfailures:\ntest result: ok. 1 passed\n");
        eprintln!("thread 'x' says\nnote: run with `RUST_BACKTRACE=1`");
    }"#;
    let own = learner.read(COUNT_UP);
    learner.write(
        COUNT_UP,
        &own.replace("x < n", "x <= n")
            .replace("let mut x = 0;", &format!("{noise} let mut x = 0;")),
    );
    let mut command = learner.command("count_up");
    for setting in ["NOCAPTURE", "THREADS", "SHUFFLE"] {
        command.env(format!("RUST_TEST_{setting}"), "1");
    }
    let output = command.env("RUST_BACKTRACE", "full").output().expect("cargo starts");
    let shown = text(&output.stdout);
    let [question, printed, more] =
        ["?", "---- round", " more lines\n"].map(|text| shown.find(text));
    assert!(question.is_some() && question < printed && printed < more, "{shown}");
    assert!(shown.lines().count() < 30 && !shown.contains("stack backtrace"), "{shown}");
    learner.write(COUNT_UP, &own);
}

fn what_ends_the_whole_program_is_named(learner: &Learner) {
    let solution = learner.solution(BY_HAND);
    for (end, named) in [
        ("if n == n { by_hand(down, up, n, stop) }", "overflowed its stack"),
        ("if n == n { std::process::exit(0) }", "it ended early: exit"),
    ] {
        learner.write(BY_HAND, &solution.replacen("let mut x", &format!("{end} let mut x"), 1));
        learner.shows("by_hand", 1, &["by_hand: ", "check_", named]);
    }
}

fn it_waits_for_another_cargo_aloud(learner: &Learner) {
    let lock = learner.folder.join("target/debug/.cargo-lock");
    let other = Command::new("flock").arg(&lock).args(["sleep", "3"]).spawn();
    let (true, Ok(other)) = (lock.exists(), other) else {
        return eprintln!("skipped: no `flock` that holds Cargo's lock");
    };
    let _other = Watching(other);
    thread::sleep(Duration::from_millis(500));
    let output = learner.command("--help").output().expect("cargo starts");
    assert!(text(&output.stderr).contains("waiting for file lock"), "{output:?}");
}

fn after_the_last_there_is_the_hunt(learner: &Learner) {
    for file in ALL {
        learner.write(file, &learner.solution(file));
    }
    learner.shows("", 0, &["[####", "the last one", "cargo exercises --bug"]);
}

/// Even when the learner has committed what is no stub any more.
fn the_stub_comes_back_and_no_work_is_lost(learner: &Learner, stubs: &[String; 2]) {
    let [count_up, by_hand] = stubs;
    for (work, kept) in [("fn", "kept-1.rs"), ("my second try", "kept-2.rs")] {
        learner.write(BY_HAND, work);
        let kept = BY_HAND.replace("rs", kept);
        learner.shows("--reset by_hand", 0, &[&kept]);
        assert_eq!(learner.read(&kept), work);
        assert_eq!(learner.read(BY_HAND), *by_hand);
    }
    assert_eq!(learner.read("ch01-loops/exercises/by_hand.kept-1.rs"), "fn");
    learner.shows("--reset by_hand", 0, &["already"]);

    // A check that was changed and committed together with an answer makes it no stub.
    learner.write("ch01-loops/exercises/count_up.check.rs", "// mine");
    learner.commit();
    learner.shown("--reset count_up", 0);
    assert_eq!(learner.read(COUNT_UP), *count_up);
    fs::remove_file(learner.folder.join(COUNT_UP)).expect("it is there");
    learner.shown("--reset count_up", 0);
    assert_eq!(learner.read(COUNT_UP), *count_up);
}
