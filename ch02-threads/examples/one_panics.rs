//! The exercise `one_panics`: the outcomes of four jobs. Our solution, or with
//! `--features mine` yours.

use std::panic::panic_any;
use std::process::ExitCode;

use ch01_loops::cli;
use ch02_threads::answers::one_panics::{Job, run_all};

fn main() -> ExitCode {
    let about = "Four jobs on threads, three of which panic";
    cli::run("ch02-threads --example one_panics", about, |console| {
        let jobs: Vec<(&str, Job<'_, u64>)> = vec![
            ("text", Box::new(|| panic!("out of numbers"))),
            ("formatted", Box::new(|| panic!("{} numbers left", 2))),
            ("neither", Box::new(|| panic_any(7))),
            ("sum", Box::new(|| (1..=3).sum())),
        ];
        let names: Vec<&str> = jobs.iter().map(|(name, _)| *name).collect();
        for (name, outcome) in names.iter().zip(run_all(jobs)) {
            console.print(format_args!("{name}: {outcome:?}"));
        }
        Ok(())
    })
}
