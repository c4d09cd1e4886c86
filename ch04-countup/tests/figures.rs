//! Checks the figures of the async pages: which words differ from chapter 1's loop, and how
//! many bytes a paused loop takes.

use std::mem::size_of_val;
use std::time::Duration;

use ch01_loops::Console;
use ch04_countup::answers::async_await::yield_now;
use ch04_countup::answers::poll_by_hand::CountUp;

const CHAPTER_1: &str = include_str!("../../ch01-loops/src/lib.rs");
const ASYNC_SLEEP: &str = include_str!("../examples/async_sleep.rs");

#[test]
fn async_and_await_are_the_whole_difference() {
    let page = include_str!("../exercises/async_sleep.md");
    for name in ["countdown", "countup"] {
        let blocking = function(CHAPTER_1, &format!("pub fn {name}("));
        let blocking = blocking.strip_prefix("pub ").expect("it is public");
        let not_blocking = function(ASYNC_SLEEP, &format!("async fn {name}("));
        let without = not_blocking.replace("async ", "").replace(".await", "");
        assert_eq!(without, blocking);
        if name == "countdown" {
            assert!(page.contains(&format!("\n{not_blocking}```\n")), "{not_blocking}");
        }
    }
}

/// From `head` up to the line of its closing brace.
fn function<'a>(source: &'a str, head: &str) -> &'a str {
    let begin = source.find(head).expect("the function");
    let end = begin + source[begin..].find("\n}\n").expect("its end");
    &source[begin..end + "\n}\n".len()]
}

#[test]
fn a_paused_loop_takes_so_many_bytes() {
    async fn countup(console: &Console, n: u64) {
        let mut x = 0;
        while x < n {
            console.print(x);
            console.sleep(1);
            x += 1;
            yield_now().await;
        }
    }

    let console = Console::in_memory(Duration::ZERO);
    let by_hand = size_of_val(&CountUp::new(&console, 5));
    let compiled = size_of_val(&countup(&console, 5));
    if cfg!(target_pointer_width = "64") {
        let page = include_str!("../exercises/poll_by_hand.md");
        let sentence = format!("Your enum takes {by_hand} bytes, the compiler's 64");
        assert!(page.contains(&sentence), "{sentence}");
        assert!(compiled <= 64, "{compiled} bytes with this compiler");
    }
}
