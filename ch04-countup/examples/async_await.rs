//! `async_await` at work: the loops of chapter 1 are back, as tasks that take turns.
//! They do not overlap: `console.sleep` still blocks the thread.

use std::process::ExitCode;

use ch01_loops::{Console, cli};
use ch04_countup::answers::async_await::{Runtime, yield_now};

async fn countdown(console: &Console, mut n: u64) {
    while n > 0 {
        console.print(n);
        console.sleep(1);
        n -= 1;
        yield_now().await;
    }
}

async fn countup(console: &Console, n: u64) {
    let mut x = 0;
    while x < n {
        console.print(x);
        console.sleep(1);
        x += 1;
        yield_now().await;
    }
}

fn main() -> ExitCode {
    let about = "Two async functions that take turns";
    cli::run("ch04-countup --example async_await", about, |console| {
        let [down, up] = ["countdown", "countup"].map(|name| console.task(name));
        let mut runtime = Runtime::new();
        runtime.spawn(countdown(&down, 5));
        runtime.spawn(countup(&up, 5));
        runtime.run();
        Ok(())
    })
}
