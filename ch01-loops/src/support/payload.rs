//! Panics, as text.

use std::any::Any;

/// The message of a panic: its payload is a `&str` after `panic!("…")`, a `String` after
/// `panic!("… {x}")`. `no message` for any other.
pub fn panic_message(payload: &(dyn Any + Send)) -> &str {
    let fixed = payload.downcast_ref::<&str>().copied();
    let text = fixed.or_else(|| payload.downcast_ref::<String>().map(String::as_str));
    text.unwrap_or("no message")
}
