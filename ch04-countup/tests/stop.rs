//! The servers that are given: a stop loses nothing.

use std::cell::Cell;
use std::io;
use std::net::{TcpListener, TcpStream};
use std::thread;
use std::time::Duration;

use ch04_countup::answers::call_later::Scheduler;
use ch04_countup::answers::connections::sweep;
use ch04_countup::answers::echo::accept_all;
use ch04_countup::given::{Stop, server, sweeping};
use ch04_countup::poller::Poller;
use ch04_countup::workshop::check::client::{fill, message};
use ch04_countup::workshop::check::{loopback, served};

fn loses_nothing(serve: fn(TcpListener, &Stop)) {
    if loopback::is_missing() {
        return;
    }
    served::check("does it end when all is echoed?", serve, |served| {
        let bytes = message(100_000);
        let clients = served.clients(20);
        for client in &clients {
            client.sends(b"hello");
            client.receives(b"hello", "It is accepted.");
            client.sends(&bytes);
        }
        served.stop.stop();
        for client in &clients {
            client.receives_to_the_end(&bytes, "All that has arrived is echoed.");
        }
        assert!(TcpStream::connect(served.address).is_err(), "it accepts nobody more");
    });
    served::check("does it end when its client has gone?", serve, |served| {
        let (client, bytes) = (served.client(), message(64_000_000));
        client.sends(b"hello");
        client.receives(b"hello", "It is accepted.");
        client.0.set_nonblocking(true).unwrap();
        let sent = fill(&client.0, &bytes);
        client.0.set_nonblocking(false).unwrap();
        served.stop.stop();
        thread::sleep(Duration::from_millis(100));
        // The rest may still be on its way.
        client.receives(&bytes[..sent / 4], "What has arrived is echoed, though it reads late.");
    });
}

#[test]
fn of_the_sweep() {
    loses_nothing(|listener, stop| {
        let mut sched = Scheduler::new();
        sweeping::serve(&mut sched, listener, stop, &served::refused, sweep).unwrap();
        sched.run();
    });
}

fn serve(poller: io::Result<Poller>, listener: TcpListener, stop: &Stop) {
    let (failed, refused) = (Cell::new(false), Cell::new(0));
    let refuses = |_: &io::Error| refused.set(refused.get() + 1);
    server::serve(poller.unwrap(), listener, stop, &refuses, async |listener, spawner| {
        if failed.replace(true) {
            return accept_all(listener, spawner).await;
        }
        Err(io::Error::other("too many open files"))
    })
    .unwrap();
    assert_eq!(refused.get(), 1, "`accept_all` failed once, and was run again");
}

#[test]
fn of_echo() {
    loses_nothing(|listener, stop| serve(Poller::new(), listener, stop));
    loses_nothing(|listener, stop| serve(Poller::with_poll(), listener, stop));
}
