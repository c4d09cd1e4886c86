//! The exercise `hand_off`, drawn: a producer, a queue and a consumer. Our solution, or
//! with `--features mine` yours.

use std::error::Error;
use std::process::ExitCode;
use std::thread;

use ch01_loops::{Console, cli};
use ch02_threads::answers::hand_off::Queue;

fn main() -> ExitCode {
    let name = "ch02-threads --example hand_off";
    cli::run(name, "A producer hands three items to a consumer", handed_over)
}

fn handed_over(console: &Console) -> Result<(), Box<dyn Error>> {
    let (producer, consumer) = (console.task("producer"), console.task("consumer"));
    let queue = Queue::new();
    thread::scope(|scope| {
        scope.spawn(|| {
            while let Ok(item) = queue.get() {
                consumer.print(item);
                consumer.sleep(1);
            }
        });
        for item in 0..3 {
            producer.print(item);
            let open = queue.put(item);
            producer.sleep(2);
            if open.is_err() {
                break;
            }
        }
        queue.close();
    });
    Ok(())
}
