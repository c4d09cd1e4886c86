//! `time_limit`: await two futures at once, and give up on one that takes too long.
//!
//! The first of the two to be ready wins, and the other is dropped, wherever it was
//! suspended. You write that race (checks 1 to 5), and a timeout on top of it.
//!
//! Its page: exercises/time_limit.md
//! Check it: `cargo exercises time_limit`

#![allow(unused)] // until every todo!() is filled in

use std::error::Error;
use std::fmt;
use std::future::poll_fn;
use std::pin::pin;
use std::task::Poll;
use std::time::Duration;

use ch04_countup::answers::async_sleep::Clock;

/// The result of whichever of two futures was ready first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Either<A, B> {
    /// The first was ready.
    First(A),
    /// The second was ready.
    Second(B),
}

/// Awaits two futures at once until one of them is ready, then drops the other. If `first`
/// is ready it wins, and `second` is not polled.
///
/// tokio's `select!` with `biased`; `futures::future::select`, which returns the loser.
pub async fn race<A: Future, B: Future>(first: A, second: B) -> Either<A::Output, B::Output> {
    let mut first = pin!(first);
    let mut second = pin!(second);
    poll_fn(|context| -> Poll<Either<A::Output, B::Output>> {
        todo!("poll the first; if it is pending, poll the second; ready if either is")
    })
    .await
}

/// The time was up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Elapsed;

impl fmt::Display for Elapsed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the time was up")
    }
}

impl Error for Elapsed {}

/// Awaits `future`, but no longer than `limit` from the first poll; then it is dropped. If
/// it becomes ready just as the time is up, it is in time.
///
/// asyncio's `timeout`, tokio's `time::timeout`.
///
/// # Errors
///
/// [`Elapsed`] if the time was up first.
pub async fn timeout<F: Future>(
    clock: &Clock,
    limit: Duration,
    future: F,
) -> Result<F::Output, Elapsed> {
    todo!("race the future against a sleep")
}
