//! `async_queue` at work: a producer puts an item a second, and two consumers take two
//! seconds for each.

use std::process::ExitCode;

use ch01_loops::{Console, cli};
use ch04_countup::answers::async_queue::Queue;
use ch04_countup::answers::async_sleep::{Clock, EventLoop};

async fn producer(clock: &Clock, console: &Console, queue: &Queue<u64>) {
    for item in 0..4 {
        console.print(item);
        if queue.put(item).is_err() {
            return;
        }
        clock.sleep(console.note_wait(1)).await;
    }
    queue.close();
}

async fn consumer(clock: &Clock, console: &Console, queue: &Queue<u64>) {
    while let Ok(item) = queue.get().await {
        console.print(item);
        clock.sleep(console.note_wait(2)).await;
    }
}

fn main() -> ExitCode {
    let about = "A producer and two consumers on one thread";
    cli::run("ch04-countup --example async_queue", about, |console| {
        let [source, first, second] =
            &["producer", "first", "second"].map(|name| console.task(name));
        let (clock, queue) = (Clock::new(), Queue::new());
        let mut events = EventLoop::new(&clock);
        events.spawn(producer(&clock, source, &queue));
        events.spawn(consumer(&clock, first, &queue));
        events.spawn(consumer(&clock, second, &queue));
        events.run();
        Ok(())
    })
}
