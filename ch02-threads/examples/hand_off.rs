//! The exercise `hand_off`, drawn: a producer, a queue and a consumer. Our solution, or
//! with `--features mine` yours.

use std::process::ExitCode;
use std::thread;

use ch01_loops::cli;
use ch02_threads::answers::hand_off::Queue;

fn main() -> ExitCode {
    let about = "A producer hands three items to a consumer";
    cli::run("ch02-threads --example hand_off", about, |console| {
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
    })
}
