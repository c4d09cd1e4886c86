//! What the exercises, demonstrations and tests of this chapter share, and of later ones. Behind
//! the feature `workshop`, which dev-dependencies turn on: the chapter's program needs none of it.

#![allow(clippy::must_use_candidate)]

pub mod queue;
