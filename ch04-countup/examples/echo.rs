//! The exercise `echo` at work: a server and its clients, all on one thread, with our
//! solution, or with yours with `--features mine`.

use std::io;
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::process::ExitCode;

use ch01_loops::{Console, cli};
use ch04_countup::answers::async_sleep::{Clock, EventLoop};
use ch04_countup::answers::echo::{accept, echo, read, write_all};
use ch04_countup::answers::join_handle::Spawner;
use ch04_countup::answers::reactor::{Async, Reactor};
use ch04_countup::poller::Poller;

fn main() -> ExitCode {
    let about = "Three clients and the server that echoes them, all on one thread";
    cli::run("ch04-countup --example echo", about, |console| {
        let [down, up, silent] = ["countdown", "countup", "silent"].map(|name| console.task(name));
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let server = listener.local_addr()?;
        let (clock, reactor) = (Clock::new(), Reactor::new(Poller::new()?));

        let mut event_loop = EventLoop::with_notify(&clock, reactor.notifier());
        let served = serve(&reactor, listener, Spawner::new(&event_loop.tasks));
        event_loop.spawn(reported(served));
        event_loop.spawn(reported(client(&reactor, &clock, server, &down, (1..=5).rev())));
        event_loop.spawn(reported(client(&reactor, &clock, server, &up, 0..5)));
        event_loop.spawn(reported(says_nothing(&reactor, &clock, server, &silent)));
        event_loop.run_with(|limit| reactor.wait(limit).expect("the system can wait"));
        Ok(())
    })
}

/// Serves three clients.
async fn serve<'a>(
    reactor: &'a Reactor,
    listener: TcpListener,
    spawner: Spawner<'a>,
) -> io::Result<()> {
    listener.set_nonblocking(true)?;
    let listener = reactor.register(listener);
    for _ in 0..3 {
        spawner.spawn(reported(echo(accept(&listener).await?)));
    }
    Ok(())
}

/// Sends each number to the server, and prints what comes back.
async fn client(
    reactor: &Reactor,
    clock: &Clock,
    server: SocketAddr,
    console: &Console,
    numbers: impl Iterator<Item = u8>,
) -> io::Result<()> {
    let stream = connect(reactor, server)?;
    for number in numbers {
        write_all(&stream, &[number]).await?;
        for echoed in read(&stream).await? {
            console.print(echoed);
        }
        clock.sleep(console.note_wait(1)).await;
    }
    Ok(())
}

async fn says_nothing(
    reactor: &Reactor,
    clock: &Clock,
    server: SocketAddr,
    console: &Console,
) -> io::Result<()> {
    let _stream = connect(reactor, server)?;
    clock.sleep(console.note_wait(5)).await;
    Ok(())
}

/// Blocks only for a moment: the listen backlog has room for three.
fn connect(reactor: &Reactor, server: SocketAddr) -> io::Result<Async<'_, TcpStream>> {
    let stream = TcpStream::connect(server)?;
    stream.set_nonblocking(true)?;
    Ok(reactor.register(stream))
}

/// Awaits `task`, and reports its error.
async fn reported(task: impl Future<Output = io::Result<()>>) {
    if let Err(error) = task.await {
        let _ = cli::report(format_args!("error: {error}"));
    }
}
