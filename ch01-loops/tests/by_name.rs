//! `cargo test first_in` runs every test with `first_in` in its name, and the checks of
//! the exercise are none of them: it would be green while nothing is solved. This is one
//! more test target, without a test, that fails then and says what checks it.

use std::env;
use std::process::ExitCode;

use ch01_loops::workshop::ladder::rungs;
use ch01_loops::workshop::workspace::root;

fn main() -> ExitCode {
    let ladder = rungs::read(&root()).unwrap_or_default();
    let is_rung = |name: &String| ladder.iter().any(|rung| rung.name == *name);
    let args: Vec<String> = env::args().collect();
    let mut names = args.windows(2).filter(|pair| pair[0] != "--skip");
    let Some([_, name]) = names.find(|pair| is_rung(&pair[1])) else {
        return ExitCode::SUCCESS;
    };
    eprintln!("error: `cargo test {name}` does not check the exercise: cargo exercises {name}");
    ExitCode::FAILURE
}
