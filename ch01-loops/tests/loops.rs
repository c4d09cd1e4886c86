//! The two loops of chapter 1, watched through a console that keeps a record
//! instead of printing. Their second is short, or has no length at all.

use std::fmt::{self, Display, Formatter};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use ch01_loops::{Console, EventKind, countdown, countup};

#[test]
fn countdown_prints_down_to_one() {
    let console = Console::in_memory(Duration::ZERO);
    countdown(&console, 5);
    assert_eq!(console.printed(), ["5", "4", "3", "2", "1"]);
}

#[test]
fn countup_prints_from_zero_and_stops_short_of_its_count() {
    let console = Console::in_memory(Duration::ZERO);
    countup(&console, 5);
    assert_eq!(console.printed(), ["0", "1", "2", "3", "4"]);
}

#[test]
fn zero_prints_nothing_and_does_not_wait() {
    let console = Console::in_memory(Duration::ZERO);
    countdown(&console, 0);
    countup(&console, 0);
    assert_eq!(console.events(), []);
}

#[test]
fn each_number_is_followed_by_one_second() {
    let second = Duration::from_millis(20);
    for count in [countdown, countup] {
        let console = Console::in_memory(second);
        count(&console, 3);
        let kinds: Vec<_> = console.events().into_iter().map(|event| event.kind).collect();
        for pair in kinds.chunks(2) {
            assert!(
                matches!(pair, [EventKind::Print(_), EventKind::Wait(wait)] if *wait == second),
                "{pair:?}"
            );
        }
        assert_eq!(kinds.len(), 6);
    }
}

#[test]
fn a_loop_keeps_its_thread_for_as_long_as_it_counts() {
    let console = Console::in_memory(Duration::from_millis(20));
    let start = Instant::now();
    countdown(&console, 3);
    countup(&console, 2);
    assert!(start.elapsed() >= Duration::from_millis(100));
}

/// How a value shows itself is none of the console's, which must hold no lock then.
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
