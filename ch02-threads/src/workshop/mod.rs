//! Code shared by the exercises, demonstrations and tests of this chapter and of later ones. It
//! is behind the feature `workshop`, which only dev-dependencies turn on.

#![allow(clippy::must_use_candidate)]

pub mod measure;
