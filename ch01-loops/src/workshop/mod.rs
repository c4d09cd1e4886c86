//! What the exercises, demonstrations and tests of this chapter share, and of later ones. Behind
//! the feature `workshop`, which dev-dependencies turn on: the chapter's program needs none of it.

#![allow(
    missing_docs,
    clippy::missing_errors_doc,
    clippy::missing_panics_doc,
    clippy::must_use_candidate,
    clippy::new_without_default
)]

pub mod cargo;
pub mod check;
pub mod ladder;
pub mod lesson;
pub mod program;
pub mod table;
#[cfg(unix)]
pub mod terminal;
pub mod workspace;
