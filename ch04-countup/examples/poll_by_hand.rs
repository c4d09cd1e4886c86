//! `poll_by_hand` at work: a countdown that the compiler turned into a state machine and a
//! countup written as one by hand, polled in turns.

use std::error::Error;
use std::future::poll_fn;
use std::process::ExitCode;
use std::task::Poll;

use ch01_loops::{Console, cli};
use ch04_countup::answers::poll_by_hand::{CountUp, poll_all};

async fn countdown(console: &Console, mut n: u64) {
    while n > 0 {
        console.print(n);
        console.sleep(1);
        n -= 1;
        yield_now().await;
    }
}

/// Pending once, but woken at once.
async fn yield_now() {
    let mut yielded = false;
    poll_fn(|context| {
        if yielded {
            return Poll::Ready(());
        }
        yielded = true;
        context.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
}

const NAME: &str = "ch04-countup --example poll_by_hand";
const ABOUT: &str = "Two state machines that are polled in turns";

fn main() -> ExitCode {
    cli::run(NAME, ABOUT, counts)
}

fn counts(console: &Console) -> Result<(), Box<dyn Error>> {
    let down = console.task("countdown");
    let up = console.task("countup");

    poll_all(vec![Box::pin(countdown(&down, 5)), Box::pin(CountUp::new(&up, 5))]);
    Ok(())
}
