//! What the checks of this chapter are made of.

pub mod client;
pub mod elsewhere;
pub mod hot;
pub mod loopback;
pub mod polled;
pub mod served;
