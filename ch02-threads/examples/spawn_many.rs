//! The exercise `spawn_many`, drawn: five threads that wait to be released. Our
//! solution, or with `--features mine` yours.

use std::process::ExitCode;
use std::sync::Barrier;

use ch01_loops::cli;
use ch02_threads::answers::spawn_many::spawn_many;

fn main() -> ExitCode {
    let about = "Threads that start, wait and are released";
    cli::run("ch02-threads --example spawn_many", about, |console| {
        let main = console.task("main");
        let threads = [0, 1, 2, 3].map(|number| console.task(&format!("thread {number}")));
        let door = Barrier::new(threads.len() + 1);

        let job = |number: usize| {
            door.wait();
            threads[number].print(number);
            threads[number].sleep(2);
        };
        let release = || {
            main.print("all are there");
            door.wait();
        };
        spawn_many([256 * 1024; 4], job, release)?;
        Ok(())
    })
}
