//! `carry_on`: one callback panics, and the others still run.
//!
//! A panic leaves `run`, and what stood in the queue stays there, as the docs of
//! `run` and the lesson say. Build on that: catch the panic, with std's
//! `panic::catch_unwind`, keep its message, go on. The question is when it is over.
//!
//! Check it: `cargo test --test carry_on`

use ch03_scheduler::Scheduler;

/// Calls what is ready until nothing is, as `run` does, and does not let a
/// callback that panics stop the others.
///
/// Gives back the messages of the panics, in the order in which they happened.
/// A panic's payload is a `&str` or a `String` in practice; one of any other type
/// counts as `"no message"`.
pub fn carry_on(sched: &mut Scheduler<'_>) -> Vec<String> {
    let _ = sched;
    todo!("run, catch what panics, keep its message, and again until it is over")
}
