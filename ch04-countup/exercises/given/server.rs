//! Given, for `reactor`: the server that stands on what you write, and how it is stopped.

use std::io::{self, ErrorKind};
use std::net::TcpListener;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};
use std::task::{Poll, Waker};
use std::time::{Duration, Instant};

use ch04_countup::answers::async_sleep::{Clock, EventLoop};
use ch04_countup::answers::join_handle::Spawner;
use ch04_countup::answers::time_limit::race;
use ch04_countup::poller::Poller;

use super::{Async, Reactor, echo};

/// Accepts clients, and spawns a task for each. If it cannot, usually because file
/// descriptors run out, it calls `refused`, waits and tries again.
async fn accept_all<'a>(
    listener: Async<'a, TcpListener>,
    clock: &Clock,
    spawner: Spawner<'a>,
    refused: &dyn Fn(&io::Error),
) {
    loop {
        match listener.accept().await {
            Ok(stream) => spawner.spawn(async {
                let _ = echo(stream).await; // A client that is gone needs nothing more.
            }),
            Err(error) => match error.kind() {
                // A client that left before it was accepted.
                ErrorKind::ConnectionAborted | ErrorKind::ConnectionReset => {}
                _ => {
                    refused(&error);
                    clock.sleep(Duration::from_millis(100)).await;
                }
            },
        }
    }
}

/// Serves until `stop` is called, on this thread, which sleeps in `poller` while all
/// clients are silent.
///
/// Then it accepts no new clients, echoes what has already arrived, and returns when
/// every client has gone quiet, after three seconds at the latest. Whenever it cannot
/// accept a client, it calls `refused` and tries again later.
///
/// # Errors
///
/// If the listener cannot be made non-blocking, or the poller refuses it.
///
/// # Panics
///
/// If the system refuses to wait, which it should not.
pub fn serve(
    poller: Poller,
    listener: TcpListener,
    stop: &Stop,
    refused: &dyn Fn(&io::Error),
) -> io::Result<()> {
    listener.set_nonblocking(true)?;
    let (clock, reactor) = (Clock::new(), Reactor::new(poller));
    let listener = reactor.register(listener)?;
    let mut event_loop = EventLoop::with_notify(&clock, reactor.rouse());
    let clients = accept_all(listener, &clock, Spawner::new(&event_loop.tasks), refused);
    event_loop.spawn(async {
        race(clients, stop.told()).await;
        until_quiet(&reactor, &clock).await;
        reactor.close();
    });
    event_loop.run_with(|limit| reactor.wait(limit).expect("the system can wait"));
    Ok(())
}

/// Waits until for 20 ms no task has begun to wait, and none waits to write; at most
/// three seconds.
async fn until_quiet(reactor: &Reactor, clock: &Clock) {
    let start = Instant::now();
    let mut waits = None;
    while waits != Some(reactor.waits.get()) || reactor.is_writing() {
        if start.elapsed() > Duration::from_secs(3) {
            return;
        }
        waits = Some(reactor.waits.get());
        clock.sleep(Duration::from_millis(20)).await;
    }
}

/// Tells a server to stop, from any thread.
#[derive(Default)]
pub struct Stop {
    is_told: AtomicBool,
    waker: Mutex<Option<Waker>>,
}

impl Stop {
    /// Stops the server.
    pub fn stop(&self) {
        self.is_told.store(true, Ordering::Release);
        let waker = self.waker.lock().unwrap_or_else(PoisonError::into_inner).take();
        waker.into_iter().for_each(Waker::wake);
    }

    /// Waits until [`stop`](Self::stop) is called. Only one task may wait.
    async fn told(&self) {
        let told = std::future::poll_fn(|context| {
            let waker = context.waker().clone();
            *self.waker.lock().unwrap_or_else(PoisonError::into_inner) = Some(waker);
            // Read after the waker is kept, so no `stop` is lost in between.
            match self.is_told.load(Ordering::Acquire) {
                true => Poll::Ready(()),
                false => Poll::Pending,
            }
        });
        told.await;
    }
}
