//! A producer and two consumers, all of them callbacks, and a queue that is closed at the end.

use std::process::ExitCode;

use ch01_loops::{Console, cli};
use ch04_countup::answers::call_later::Scheduler;
use ch04_countup::answers::close_queue::{Closed, Queue};

fn main() -> ExitCode {
    let about = "\
A producer makes an item a second, and two consumers take two seconds for each;
then the producer closes the queue.";
    cli::run("ch04-countup --example close_queue", about, |console| {
        let producer = console.task("producer");
        let consumers = ["a", "b"].map(|name| console.task(name));

        let (mut sched, queue) = (Scheduler::new(), Queue::new());
        for consumer in &consumers {
            consume(&mut sched, queue.clone(), consumer);
        }
        sched.call_soon(|sched| produce(sched, queue, &producer, 0));
        sched.run();
        Ok(())
    })
}

fn produce<'a>(sched: &mut Scheduler<'a>, queue: Queue<'a, u64>, console: &'a Console, item: u64) {
    if item == 4 || queue.put(sched, item).is_err() {
        console.print("close");
        return queue.close(sched);
    }
    console.print(item);
    let second = console.note_wait(1);
    sched.call_later(second, move |sched| {
        produce(sched, queue, console, item + 1);
    });
}

fn consume<'a>(sched: &mut Scheduler<'a>, queue: Queue<'a, u64>, console: &'a Console) {
    let again = queue.clone();
    queue.get(sched, move |sched, item| match item {
        Ok(item) => {
            console.print(item);
            let seconds = console.note_wait(2);
            sched.call_later(seconds, move |sched| consume(sched, again, console));
        }
        Err(Closed(())) => console.print("closed"),
    });
}
