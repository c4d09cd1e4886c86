//! The two loops of chapter 1, watched through a console that keeps a record instead of printing.

use std::fmt::{self, Display, Formatter};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use ch01_loops::{Console, EventKind, countdown, countup};

#[test]
fn each_number_is_printed_and_followed_by_one_second() {
    let second = Duration::from_millis(20);
    for (count, numbers) in [(countdown as fn(&_, _), ["3", "2", "1"]), (countup, ["0", "1", "2"])]
    {
        let (console, start) = (Console::in_memory(second), Instant::now());
        count(&console, 3);
        assert!(start.elapsed() >= 3 * second, "a loop keeps its thread for as long as it counts");
        let steps = numbers.map(|n| [EventKind::Print(n.to_owned()), EventKind::Wait(second)]);
        let events = console.events().into_iter().map(|event| event.kind);
        assert_eq!(Vec::from_iter(events), steps.concat());
    }
}

#[test]
fn zero_prints_nothing_and_does_not_wait() {
    let console = Console::in_memory(Duration::ZERO);
    countdown(&console, 0);
    countup(&console, 0);
    assert_eq!(console.events(), []);
}

/// A value's `Display` may use the console, which must hold no lock then.
#[test]
fn what_is_printed_may_use_the_console() {
    struct Lines(Console);
    impl Display for Lines {
        fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
            self.0.print("from within");
            write!(f, "{} so far", self.0.printed().len())
        }
    }
    let (done, wait) = mpsc::channel();
    thread::spawn(move || {
        let console = Console::in_memory(Duration::ZERO);
        console.print(Lines(console.clone()));
        done.send(console.printed())
    });
    let printed = wait.recv_timeout(Duration::from_secs(10));
    assert_eq!(printed.expect("it ends"), ["from within", "1 so far"]);
}
