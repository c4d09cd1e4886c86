//! [chapter 1]: ../index.html
//! [chapter 2]: ../../ch02_threads/index.html
//! [chapter 3]: ../../ch03_scheduler/index.html
//! [chapter 4]: ../../ch04_countup/index.html
#![doc = include_str!("../../README.md")]
