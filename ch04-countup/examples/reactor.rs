//! The exercise `reactor` at work: our solution, or yours with `--features mine`.

use std::io::{self, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::ExitCode;
use std::thread;

use ch01_loops::{Console, cli};
use ch04_countup::answers::async_sleep::{Clock, EventLoop};
use ch04_countup::answers::reactor::{Async, Interest, Reactor};
use ch04_countup::poller::Poller;

fn main() -> ExitCode {
    let about = "Two threads that send numbers, and two tasks on one thread that print them";
    cli::run("ch04-countup --example reactor", about, |console| {
        let [down, up] = ["countdown", "countup"].map(|name| console.task(name));
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let (clock, reactor) = (Clock::new(), Reactor::new(Poller::new()?));
        let mut event_loop = EventLoop::with_notify(&clock, reactor.notifier());
        thread::scope(|scope| {
            for (console, numbers) in [(&down, [5, 4, 3, 2, 1]), (&up, [0, 1, 2, 3, 4])] {
                let sender = TcpStream::connect(listener.local_addr()?)?;
                let (stream, _) = listener.accept()?;
                stream.set_nonblocking(true)?;
                let stream = reactor.register(stream);
                event_loop.spawn(async { print(stream, console).await.expect("a byte") });
                scope.spawn(move || send(sender, console, numbers).expect("it is connected"));
            }
            event_loop.run_with(|limit| reactor.wait(limit).expect("the system can wait"));
            Ok(())
        })
    })
}

/// Sends a number each second, and waits for the answer.
fn send(mut stream: TcpStream, console: &Console, numbers: [u8; 5]) -> io::Result<()> {
    for number in numbers {
        stream.write_all(&[number])?;
        stream.read_exact(&mut [0])?;
        console.sleep(1);
    }
    Ok(())
}

/// Prints and answers what arrives, until the other side has sent its last.
async fn print(stream: Async<'_, TcpStream>, console: &Console) -> io::Result<()> {
    let mut byte = [0];
    loop {
        stream.ready(Interest::Read).await?;
        if (&stream.io).read(&mut byte)? == 0 {
            return Ok(());
        }
        console.print(byte[0]);
        (&stream.io).write_all(&byte)?; // There is room for one.
    }
}
