//! `poll_by_hand` at work: a countdown that the compiler turned into a state machine and a
//! countup written as one by hand, polled in turns.

use std::process::ExitCode;

use ch01_loops::{Console, cli};
use ch04_countup::answers::poll_by_hand::{CountUp, poll_all};
use ch04_countup::workshop::check::elsewhere::yield_now;

async fn countdown(console: &Console, mut n: u64) {
    while n > 0 {
        console.print(n);
        console.sleep(1);
        n -= 1;
        yield_now().await;
    }
}

fn main() -> ExitCode {
    let about = "Two state machines that are polled in turns";
    cli::run("ch04-countup --example poll_by_hand", about, |console| {
        let [down, up] = ["countdown", "countup"].map(|name| console.task(name));
        poll_all(vec![Box::pin(countdown(&down, 5)), Box::pin(CountUp::new(&up, 5))]);
        Ok(())
    })
}
