//! What the exercises, demonstrations and tests of this chapter share, and of later ones. Behind
//! the feature `workshop`, which dev-dependencies turn on: the chapter's program needs none of it.

#![allow(clippy::must_use_candidate)]

pub mod cargo;
pub mod check;
pub mod ladder;
pub mod lesson;
pub mod program;
pub mod table;
#[cfg(unix)]
pub mod terminal;
pub mod workspace;
