//! `time_limit` at work: a slow countdown has three seconds; a countup has no limit.

use std::process::ExitCode;

use ch01_loops::{Console, cli};
use ch04_countup::answers::async_sleep::{Clock, EventLoop};
use ch04_countup::answers::time_limit::timeout;

async fn countdown(clock: &Clock, console: &Console, mut n: u64) {
    while n > 0 {
        console.print(n);
        clock.sleep(console.note_wait(2)).await;
        n -= 1;
    }
}

async fn countup(clock: &Clock, console: &Console, n: u64) {
    let mut x = 0;
    while x < n {
        console.print(x);
        clock.sleep(console.note_wait(1)).await;
        x += 1;
    }
}

fn main() -> ExitCode {
    let about = "A countdown that is dropped when its time is up";
    cli::run("ch04-countup --example time_limit", about, |console| {
        let [limit, down, up] = ["limit", "countdown", "countup"].map(|name| console.task(name));
        let clock = Clock::new();
        let mut events = EventLoop::new(&clock);
        events.spawn(async {
            let three_seconds = limit.note_wait(3);
            let ended = timeout(&clock, three_seconds, countdown(&clock, &down, 5)).await;
            limit.print(match ended {
                Ok(()) => "in time".to_owned(),
                Err(error) => error.to_string(),
            });
        });
        events.spawn(countup(&clock, &up, 5));
        events.run();
        Ok(())
    })
}
