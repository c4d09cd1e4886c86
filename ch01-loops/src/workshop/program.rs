//! Tests of programs: runs them under limits that are the same everywhere, and checks their
//! command lines.

use std::ffi::OsStr;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use super::cargo::{self, Finished};

/// A chapter under test. The macro [`chapter`](crate::chapter) makes it.
#[derive(Clone, Copy, Debug)]
pub struct Chapter {
    pub package: &'static str,
    pub folder: &'static str,
    /// The chapter's own program, built.
    pub program: &'static str,
    /// A folder that Cargo has for tests.
    pub scratch: &'static str,
}

/// The chapter whose test this is.
#[doc(hidden)]
#[macro_export]
macro_rules! chapter {
    () => {
        $crate::workshop::program::Chapter {
            package: env!("CARGO_PKG_NAME"),
            folder: env!("CARGO_MANIFEST_DIR"),
            program: env!(concat!("CARGO_BIN_EXE_", env!("CARGO_PKG_NAME"))),
            scratch: env!("CARGO_TARGET_TMPDIR"),
        }
    };
}

impl Chapter {
    /// The path of the example called `name`, up to date: `cargo test` builds it together with
    /// the tests, but `cargo test --test measured` does not.
    pub fn example(&self, name: &str) -> PathBuf {
        let release = !cfg!(debug_assertions);
        let profile = if release { "release" } else { "dev" };
        // Under a user's `panic = "abort"`, tests unwind all the same.
        let unwind = format!("profile.{profile}.panic=\"unwind\"");
        let args = ["--example", name, "--profile", profile, "--config", &unwind];
        let mut built = cargo::build(&mut cargo::cargo(Path::new(self.folder)), &args)
            .unwrap_or_else(|error| panic!("{error}"));
        let built = built.remove(name).unwrap_or_default();
        built.program.unwrap_or_else(|| panic!("{}", built.diagnostics))
    }

    /// The output of the example called `name`, which must fit into 80 columns. `None` where
    /// this machine has too few threads or files, or no network, for it.
    pub fn printed(&self, name: &str, args: &[&str]) -> Option<String> {
        let finished = run(command(&self.example(name)).args(args));
        if lacks_resources(&finished) {
            return None;
        }
        let stdout = finished.succeeds();
        let wide = stdout.lines().find(|line| line.chars().count() > 80);
        assert_eq!(wide, None, "a line is too wide");
        Some(stdout)
    }

    /// Runs the chapter's own program with these arguments.
    pub fn run<S: AsRef<OsStr>>(&self, args: &[S]) -> Finished {
        run(command(Path::new(self.program)).args(args))
    }

    /// The numbers that the program prints with a short second.
    pub fn numbers(&self) -> Vec<u64> {
        let stdout = self.run(&["--second", "0.02"]).succeeds();
        stdout.lines().map(|line| line.parse().expect("a number on each line")).collect()
    }

    /// The timeline of a run without a second to wait for: an order without a scale.
    pub fn picture_of_the_order(&self) -> String {
        let finished = self.run(&["--second", "0", "--timeline"]);
        assert!(finished.status.success(), "{finished:#?}");
        finished.stderr
    }

    /// Checks the command line that all chapters' programs share.
    pub fn keeps_the_command_line(&self) {
        let help = self.run(&["--help"]).succeeds();
        for option in ["--live", "--timeline", "--second SECONDS", "--charset", "--help"] {
            assert!(help.contains(option), "the help explains {option}");
        }
        for (args, named) in [
            (&["--bogus"] as &[&str], "--bogus"),
            (&["--timeline", "5"], "5"),
            (&["--second", "two"], "two"),
            (&["two\nlines"], "two\\nlines"),
        ] {
            rejects(Path::new(self.program), args, named);
        }
        #[cfg(unix)]
        {
            let not_utf8 = <OsStr as std::os::unix::ffi::OsStrExt>::from_bytes(b"not-\xff-utf8");
            rejects(Path::new(self.program), &[OsStr::new("--second"), not_utf8], "not-");
        }
        self.ends_quietly_without_a_reader();
        self.reports_a_full_disk();
    }

    /// As behind `| head -1`.
    fn ends_quietly_without_a_reader(&self) {
        let mut program = Command::new(self.program);
        program.args(["--second", "0.05", "--timeline"]);
        program.stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = program.spawn().expect("the program starts");
        let mut reader = BufReader::new(child.stdout.take().expect("it is piped"));
        reader.read_line(&mut String::new()).expect("a first line");
        drop(reader);
        let output = child.wait_with_output().expect("the program ends");
        assert!(output.status.success() && output.stderr.is_empty(), "{output:?}");
    }

    /// `/dev/full` is a disk without room. Only Linux and its like have it.
    fn reports_a_full_disk(&self) {
        for args in ["--second 0.01", "--help", "--second 0.01 --timeline"] {
            let Ok(full) = File::options().write(true).open("/dev/full") else { return };
            let mut program = Command::new(self.program);
            program.args(args.split(' '));
            // A timeline that nobody can see is not a success either.
            let undrawn = args.contains("--timeline");
            let program = if undrawn { program.stderr(full) } else { program.stdout(full) };
            let output = program.output().expect("it starts");
            let stderr = String::from_utf8_lossy(&output.stderr);
            let reported = stderr.lines().count() == 1 && stderr.contains("standard output");
            assert!(output.status.code() == Some(1) && reported != undrawn, "{args}: {stderr:?}");
        }
    }

    /// Checks the example's command line: an optional count, the help, and one line and status 2
    /// for everything else.
    pub fn example_takes_a_count(&self, name: &str) {
        let program = self.example(name);
        let help = run(command(&program).arg("--help")).succeeds();
        assert!(help.contains(&format!("--example {name} -- [COUNT]")), "{help}");
        for count in ["0", "-1", "five", "1.5", "", "99999999999999999999"] {
            rejects(&program, &[count], count);
        }
        rejects(&program, &["5", "5"], "5");
    }
}

/// The program rejects these arguments: one line that names the wrong one, and the help.
#[track_caller]
pub fn rejects<S: AsRef<OsStr>>(program: &Path, args: &[S], named: &str) {
    let stderr = run(command(program).args(args)).fails(2);
    assert!(stderr.contains(named) && stderr.contains("--help"), "{named:?}: {stderr:?}");
}

/// The program, to be run under limits that are the same in every terminal: a stack that can
/// overflow, no core dump, and more open files than macOS begins with.
pub fn command(program: &Path) -> Command {
    limited("ulimit -S -s 8192; ulimit -c 0; ulimit -S -n 1000", program)
}

/// The program under limits that the shell sets before it becomes the program.
pub fn limited(limits: &str, program: &Path) -> Command {
    if cfg!(not(unix)) {
        return Command::new(program);
    }
    let mut shell = Command::new("sh");
    shell.arg("-c").arg(format!("{{ {limits}; }} 2>/dev/null; exec \"$0\" \"$@\"")).arg(program);
    shell.env_remove("RUST_MIN_STACK");
    shell
}

/// Runs the command to its end. A minute later it hangs.
#[track_caller]
pub fn run(command: &mut Command) -> Finished {
    let finished = cargo::run(command, Duration::from_secs(60));
    finished.unwrap_or_else(|error| panic!("{command:?}: {error}"))
}

/// True if the program failed because this machine lacks the resources, which a test reports
/// instead of failing.
pub fn lacks_resources(finished: &Finished) -> bool {
    let signs = ["smaller COUNT", "open files", "NetworkUnreachable", "Network is unreachable"];
    let lacks =
        !finished.status.success() && signs.iter().any(|sign| finished.stderr.contains(sign));
    if lacks {
        eprintln!("skipped, as this machine has too little for it: {}", finished.stderr);
    }
    lacks
}
