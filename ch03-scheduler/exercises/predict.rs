//! `predict`: no code to write. Read four small programs, and say what they note.
//!
//! The programs are the four tests of `predict.check.rs`, the file beside this
//! one. Go through each with pencil and paper, with the queue as a row of names,
//! and put what it notes between the brackets here: `&["a1", "b1"]`, or numbers.
//! To note `x` is `note(x)`, or `notes.borrow_mut().push(x)`. The lesson explains the
//! queue in "The code".
//!
//! Check it: `cargo test --test predict`

/// What the program `first_in_first_out` notes, in order.
pub const FIRST_IN_FIRST_OUT: &[&str] = &[];

/// What the program `last_in_first_out` notes, in order.
pub const LAST_IN_FIRST_OUT: &[&str] = &[];

/// What the program `each_queues_two` notes, in order.
pub const EACH_QUEUES_TWO: &[u64] = &[];

/// What the program `a_run_inside_a_callback` notes, in order.
pub const A_RUN_INSIDE_A_CALLBACK: &[&str] = &[];
