//! `join_handle` at work: a task awaits the countup, then aborts the countdown.

use std::process::ExitCode;

use ch01_loops::{Console, cli};
use ch04_countup::answers::async_await::{Runtime, yield_now};
use ch04_countup::answers::join_handle::{Spawner, spawn};

async fn countdown(console: &Console, mut n: u64) {
    while n > 0 {
        console.print(n);
        console.sleep(1);
        n -= 1;
        yield_now().await;
    }
}

/// Returns how many numbers it printed.
async fn countup(console: &Console, n: u64) -> u64 {
    let mut x = 0;
    while x < n {
        console.print(x);
        console.sleep(1);
        x += 1;
        yield_now().await;
    }
    x
}

fn main() -> ExitCode {
    let about = "A countdown that is aborted when a countup has ended";
    cli::run("ch04-countup --example join_handle", about, |console| {
        let [down, up, result] = &["countdown", "countup", "result"].map(|name| console.task(name));
        let mut runtime = Runtime::new();
        let spawner = Spawner::new(&runtime);
        runtime.spawn(async move {
            let down = spawn(&spawner, countdown(down, 5));
            let up = spawn(&spawner, countup(up, 2));
            if let Ok(numbers) = up.await {
                result.print(numbers);
                down.abort();
            }
        });
        runtime.run();
        Ok(())
    })
}
