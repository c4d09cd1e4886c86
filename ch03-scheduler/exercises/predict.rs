//! `predict`: no code to write. Read four small programs and predict what they
//! record.
//!
//! The programs are the four checks of `predict.check.rs`, the file beside this
//! one. `note(x)`, or `notes.borrow_mut().push(x)`, records `x`. Put what each
//! program records between the brackets here: `&["a1", "b1"]`, or numbers.
//!
//! Its page: exercises/predict.md
//!
//! Check it: `cargo test --test predict`

/// What `check_01_first_in_first_out` records, in order.
pub const FIRST_IN_FIRST_OUT: &[&str] = &[];

/// What `check_02_last_in_first_out` records, in order.
pub const LAST_IN_FIRST_OUT: &[&str] = &[];

/// What `check_03_each_queues_two` records, in order.
pub const EACH_QUEUES_TWO: &[u64] = &[];

/// What `check_04_a_run_inside_a_callback` records, in order.
pub const A_RUN_INSIDE_A_CALLBACK: &[&str] = &[];
