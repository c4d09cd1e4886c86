//! Helpers for the checks of this chapter.

pub mod client;
pub mod elsewhere;
pub mod hot;
pub mod loopback;
pub mod polled;
pub mod served;
