//! Orderly shutdown: runs the server of `echo` until it is asked to stop, and loses nothing.

use std::cell::Cell;
use std::io::{self, ErrorKind};
use std::net::TcpListener;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};
use std::task::{Poll, Waker};
use std::time::{Duration, Instant};

use crate::answers::async_await::Runtime;
use crate::answers::async_sleep::Clock;
use crate::answers::join_handle::Spawner;
use crate::answers::reactor::{Async, Reactor};
use crate::answers::time_limit::race;
use crate::poller::Poller;

/// How long no task has a turn before all have gone quiet.
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

/// A request to stop, from any thread.
#[derive(Default)]
pub struct Stop {
    is_requested: AtomicBool,
    waker: Mutex<Option<Waker>>,
}

impl Stop {
    /// Stops the server.
    pub fn stop(&self) {
        self.is_requested.store(true, Ordering::Release);
        let waker = self.waker.lock().unwrap_or_else(PoisonError::into_inner).take();
        waker.into_iter().for_each(Waker::wake);
    }

    /// Waits until [`stop`](Self::stop) is called. Only one task may wait.
    async fn requested(&self) {
        std::future::poll_fn(|context| {
            let waker = Some(context.waker().clone());
            *self.waker.lock().unwrap_or_else(PoisonError::into_inner) = waker;
            // Read after the waker is kept, so no `stop` is lost in between.
            if self.is_requested.load(Ordering::Acquire) { Poll::Ready(()) } else { Poll::Pending }
        })
        .await;
    }
}
