//! Runs the server of `echo` until it is asked to stop, and loses nothing.

use std::cell::Cell;
use std::io::{self, ErrorKind};
use std::net::TcpListener;
use std::time::{Duration, Instant};

use crate::answers::async_await::Runtime;
use crate::answers::async_sleep::Clock;
use crate::answers::join_handle::Spawner;
use crate::answers::reactor::{Async, Reactor};
use crate::answers::time_limit::race;
use crate::given::Stop;
use crate::poller::Poller;

/// The time without a turn of any task after which all count as quiet.
const QUIET: Duration = Duration::from_millis(20);

/// The longest wait for that.
const PATIENCE: Duration = Duration::from_secs(3);

/// Runs `accept_all` on this thread, which sleeps in `poller` while all clients are silent.
/// Whenever it fails, usually because file descriptors run out, `serve` calls `refused`, and
/// runs it again a little later.
///
/// After `stop` it accepts no new clients. When nothing has arrived for 20 ms and every client
/// has taken its echo, or after three seconds, it returns, which drops the tasks of the rest.
///
/// # Errors
///
/// If the listener cannot be made non-blocking, or the system refuses to wait.
pub fn serve(
    poller: Poller,
    listener: TcpListener,
    stop: &Stop,
    refused: &dyn Fn(&io::Error),
    accept_all: impl for<'a, 'b> AsyncFn(&'b Async<'a, TcpListener>, &'b Spawner<'a>) -> io::Result<()>,
) -> io::Result<()> {
    listener.set_nonblocking(true)?;
    let (clock, reactor, serving) = (Clock::new(), Reactor::new(poller), Cell::new(true));
    let mut tasks = Runtime::with_notify(reactor.notifier());
    let (listener, spawner) = (reactor.register(listener), Spawner::new(&tasks));
    let clients = async {
        let (listener, spawner) = (listener, spawner); // Moved in, and so dropped with the future.
        while let Err(error) = accept_all(&listener, &spawner).await {
            match error.kind() {
                // A client that left before it was accepted.
                ErrorKind::ConnectionAborted | ErrorKind::ConnectionReset => {}
                _ => {
                    refused(&error);
                    clock.sleep(Duration::from_millis(100)).await;
                }
            }
        }
    };
    tasks.spawn(async {
        race(clients, stop.requested()).await;
        serving.set(false);
    });

    // One round of an event loop. Returns whether any task had its turn.
    let mut round = |limit: Option<Duration>| {
        let limit = if tasks.is_ready() { Some(Duration::ZERO) } else { limit };
        reactor.wait(limit)?;
        let busy = tasks.is_ready();
        tasks.run_once();
        io::Result::Ok(busy)
    };
    while serving.get() {
        round(clock.wake_due())?;
    }
    let stopped = Instant::now();
    let mut busy = stopped;
    while stopped.elapsed() < PATIENCE && (busy.elapsed() < QUIET || reactor.is_writing()) {
        if round(Some(QUIET))? {
            busy = Instant::now();
        }
    }
    Ok(())
}
