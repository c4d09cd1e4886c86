//! Tests what a signal does to a wait. It needs calls of the C library too, so it is here.

use std::cell::Cell;
use std::ffi::c_int;
use std::os::unix::thread::{JoinHandleExt, RawPthread};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use ch01_loops::workshop::check::ends;

use super::Poller;
use crate::workshop::check::loopback;

const SIGALRM: c_int = 14;
const LIMIT: Duration = Duration::from_millis(200);

thread_local! {
    /// The poller that the signal's handler notifies.
    static NOTIFIED: Cell<Option<&'static Poller>> = const { Cell::new(None) };
}

#[expect(unsafe_code, reason = "declares functions of the C library")]
// SAFETY: these are their C declarations.
unsafe extern "C" {
    fn signal(signal: c_int, handler: extern "C" fn(c_int)) -> usize;
    fn pthread_kill(thread: RawPthread, signal: c_int) -> c_int;
}

/// Only an atomic and `send`: a handler may do both.
extern "C" fn handler(_: c_int) {
    if let Some(poller) = NOTIFIED.get() {
        let _ = poller.notify();
    }
}

/// Waits on a thread that gets a signal meanwhile, on `poll` and on what the system offers.
#[expect(unsafe_code, reason = "calls the C library")]
fn interrupted(limit: Option<Duration>, notified: fn(&'static Poller) -> Option<&'static Poller>) {
    if loopback::is_missing() {
        return;
    }
    // SAFETY: `handler` may be called at any time, on any thread.
    unsafe { signal(SIGALRM, handler) };
    for poller in [Poller::with_poll(), Poller::new()] {
        let poller: &Poller = Box::leak(Box::new(poller.expect("a poller")));
        let (ready, begins) = mpsc::channel();
        let waiting = thread::spawn(move || {
            NOTIFIED.set(notified(poller));
            let _ = ready.send(());
            poller.wait(&mut Vec::new(), limit).expect("it waits");
        });
        begins.recv().expect("it begins");
        thread::sleep(LIMIT / 4); // By now it is most likely asleep in the system.
        // SAFETY: the thread has not been joined.
        unsafe { pthread_kill(waiting.as_pthread_t(), SIGALRM) };
        waiting.join().expect("it ends");
    }
}

#[test]
fn a_notification_that_a_signal_interrupts_is_kept() {
    ends("the signal's handler has called `notify`", || interrupted(None, Some));
}

#[test]
fn an_interrupted_wait_goes_on() {
    let start = Instant::now();
    interrupted(Some(LIMIT), |_| None);
    assert!(start.elapsed() >= 2 * LIMIT, "{:?}", start.elapsed());
}
