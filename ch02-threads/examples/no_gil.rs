//! The exercise `no_gil`, timed: our solution, or with `--features mine` yours. Prints
//! the same sum on one thread and on two, and on standard error how long each took.

use std::num::NonZeroUsize;
use std::process::ExitCode;
use std::time::Instant;

use ch01_loops::cli;
use ch02_threads::answers::no_gil::sum_on_threads;

fn main() -> ExitCode {
    cli::run("ch02-threads --example no_gil", "One sum on one thread, then on two", |console| {
        let numbers: Vec<u64> = (1..=500_000).collect();
        for threads in [1, 2] {
            let threads = NonZeroUsize::try_from(threads)?;
            let start = Instant::now();
            console.print(sum_on_threads(&numbers, threads, steps_to_one));
            let seconds = start.elapsed().as_secs_f64();
            cli::report(format_args!("threads: {threads}, seconds: {seconds:.2}"))?;
        }
        Ok(())
    })
}

/// Work for the processor: how many steps all `numbers` take to reach 1, each halved
/// when it is even, and otherwise tripled plus one.
fn steps_to_one(numbers: &[u64]) -> u64 {
    let next = |n: &u64| (*n != 1).then(|| if n % 2 == 0 { n / 2 } else { 3 * n + 1 });
    let steps = |n: &u64| std::iter::successors(Some(*n), next).count() as u64 - 1;
    numbers.iter().map(steps).sum()
}
