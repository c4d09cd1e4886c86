//! The pages of this chapter's exercises.

ch01_loops::exercises!(join_both no_gil one_panics hand_off spawn_many);
