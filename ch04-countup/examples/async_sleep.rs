//! `async_sleep` at work: the loops of chapter 1, word for word except `async` and
//! `.await`, overlap on one thread.

use std::process::ExitCode;

use ch01_loops::cli;
use ch04_countup::answers::async_sleep::{Clock, EventLoop, Sleep};

/// A console whose sleeps are awaited, and never block the thread.
struct Console {
    console: ch01_loops::Console,
    clock: &'static Clock,
}

impl Console {
    fn print(&self, number: u64) {
        self.console.print(number);
    }

    fn sleep(&self, seconds: u32) -> Sleep<'static> {
        self.clock.sleep(self.console.note_wait(seconds))
    }
}

async fn countdown(console: &Console, mut n: u64) {
    while n > 0 {
        console.print(n);
        console.sleep(1).await;
        n -= 1;
    }
}

async fn countup(console: &Console, n: u64) {
    let mut x = 0;
    while x < n {
        console.print(x);
        console.sleep(1).await;
        x += 1;
    }
}

fn main() -> ExitCode {
    let about = "Two async functions that overlap on one thread";
    cli::run("ch04-countup --example async_sleep", about, |console| {
        // It lives as long as the program, so no type above has to say how long.
        let clock: &Clock = Box::leak(Box::new(Clock::new()));
        let [down, up] =
            ["countdown", "countup"].map(|name| Console { console: console.task(name), clock });

        let mut events = EventLoop::new(clock);
        events.spawn(countdown(&down, 5));
        events.spawn(countup(&up, 5));
        events.run();
        Ok(())
    })
}
