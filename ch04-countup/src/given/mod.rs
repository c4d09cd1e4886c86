//! Code that is given to the exercises of this chapter: what they need, and are not about.

#![allow(clippy::must_use_candidate, clippy::new_without_default)]

pub mod server;
mod slab;
mod stop;
pub mod sweeping;

pub use slab::{Key, Slab};
pub use stop::Stop;
