//! `poll_by_hand`: write the state machine that an `async fn` becomes, and poll it.
//!
//! A future is a value with one method, `poll`, which runs it until it has to wait. You
//! write that method for the countup of chapter 1, and a loop that polls again and again.
//!
//! Its page: exercises/poll_by_hand.md
//! Check it: `cargo exercises poll_by_hand`

#![allow(unused)] // until every todo!() is filled in

use std::pin::Pin;
use std::task::{Context, Poll, Waker};

use ch01_loops::Console;

/// By hand, what the compiler makes of this:
///
/// ```ignore
/// async fn countup(console: &Console, n: u64) {
///     let mut x = 0;
///     while x < n {
///         console.print(x);
///         console.sleep(1);
///         x += 1;
///         yield_now().await;
///     }
/// }
/// ```
///
/// Each place where the function can be suspended is a variant, which holds the variables
/// needed from there on.
pub enum CountUp<'a> {
    /// Not yet begun: it holds the parameters.
    Start { console: &'a Console, n: u64 },
    /// Suspended at the `.await`, with `x` numbers printed.
    Yielded { console: &'a Console, n: u64, x: u64 },
    /// Finished.
    Done,
}

impl<'a> CountUp<'a> {
    /// A countup that has not begun. As with an `async fn`, the call prints nothing.
    pub fn new(console: &'a Console, n: u64) -> Self {
        Self::Start { console, n }
    }
}

impl Future for CountUp<'_> {
    type Output = ();

    /// One step: prints a number, waits one second, wakes its task, because it only lets others
    /// run, and is pending. Ready when all numbers are printed.
    ///
    /// # Panics
    ///
    /// If it is polled again after it was ready, like an `async fn`.
    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        let (console, n, x) = match *self {
            Self::Start { console, n } => (console, n, 0),
            Self::Yielded { console, n, x } => (console, n, x),
            Self::Done => panic!("polled after it was ready"),
        };
        todo!("take one step, keep the place in `*self`, wake, and be pending; or be ready")
    }
}

/// A future on the heap, pinned there: it cannot move any more.
pub type BoxFuture<'a> = Pin<Box<dyn Future<Output = ()> + 'a>>;

/// Polls each of `futures` in turn, again and again, with a waker that does nothing, and
/// drops each that is ready. Returns how many polls it took until none was left.
pub fn poll_all(mut futures: Vec<BoxFuture<'_>>) -> u64 {
    let mut context = Context::from_waker(Waker::noop());
    todo!("until none is left: poll each once, count, and keep the pending ones")
}
