//! `block_on` at work: each sleep is a thread that wakes the future, and the two counts come
//! one after the other, because `block_on` runs one future at a time.

use std::future;
use std::process::ExitCode;
use std::task::Poll;
use std::thread;
use std::time::{Duration, Instant};

use ch01_loops::{Console, cli};
use ch04_countup::answers::block_on::block_on;

/// A sleep that costs a thread: `async_sleep` does better.
async fn sleep(delay: Duration) {
    let mut end = None;
    let over = future::poll_fn(|context| {
        let end = *end.get_or_insert_with(|| {
            let waker = context.waker().clone();
            let end = Instant::now() + delay;
            thread::spawn(move || {
                thread::sleep(end.saturating_duration_since(Instant::now()));
                waker.wake();
            });
            end
        });
        if Instant::now() >= end { Poll::Ready(()) } else { Poll::Pending }
    });
    over.await;
}

async fn countdown(console: &Console, mut n: u64) {
    while n > 0 {
        console.print(n);
        sleep(console.note_wait(1)).await;
        n -= 1;
    }
}

async fn countup(console: &Console, n: u64) {
    let mut x = 0;
    while x < n {
        console.print(x);
        sleep(console.note_wait(1)).await;
        x += 1;
    }
}

fn main() -> ExitCode {
    cli::run("ch04-countup --example block_on", "Two futures, run one after the other", |console| {
        let [down, up] = ["countdown", "countup"].map(|name| console.task(name));
        block_on(countdown(&down, 3));
        block_on(countup(&up, 3));
        Ok(())
    })
}
