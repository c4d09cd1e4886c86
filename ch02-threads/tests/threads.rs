//! `start` and `join`: what comes back from a thread, and what does not get lost.

use std::panic::panic_any;
use std::sync::Barrier;
use std::thread;
use std::time::Duration;

use ch01_loops::{Console, countdown};
use ch02_threads::{ThreadError, join, start};

#[test]
fn a_thread_has_its_name_and_returns_a_result() {
    thread::scope(|scope| {
        let name = || thread::current().name().map(str::to_owned);
        let named = start(scope, "countdown", name).expect("it starts");
        assert_eq!(join(named).expect("it ends"), Some("countdown".to_owned()));
    });
}

/// Each of the two waits for the other: on one thread this would never end.
#[test]
fn two_threads_are_under_way_at_once() {
    let both = Barrier::new(2);
    thread::scope(|scope| {
        let t1 = start(scope, "one", || both.wait()).expect("it starts");
        let t2 = start(scope, "two", || both.wait()).expect("it starts");
        join(t1).expect("it ends");
        join(t2).expect("it ends");
    });
}

#[test]
fn a_panic_is_an_error_and_the_other_thread_finishes() {
    let console = Console::in_memory(Duration::from_millis(5));
    let (broken, formatted, wordless, ended) = thread::scope(|scope| {
        let broken = start(scope, "broken", || panic!("out of numbers")).expect("it starts");
        let formatted = start(scope, "formatted", || panic!("no {}", 5)).expect("it starts");
        let wordless = start(scope, "wordless", || panic_any(7)).expect("it starts");
        let whole = start(scope, "whole", || countdown(&console, 3)).expect("it starts");
        (join::<()>(broken), join::<()>(formatted), join::<()>(wordless), join(whole))
    });
    let panicked = broken.expect_err("it panicked").to_string();
    assert_eq!(panicked, "the thread broken panicked: out of numbers");
    assert!(matches!(formatted, Err(ThreadError::Panicked(_, message)) if message == "no 5"));
    assert!(matches!(wordless, Err(ThreadError::Panicked(_, message)) if message == "no message"));
    assert!(ended.is_ok());
    assert_eq!(console.printed(), ["3", "2", "1"]);
}
