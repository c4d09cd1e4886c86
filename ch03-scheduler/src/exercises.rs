//! The pages of this chapter's exercises.

ch01_loops::exercises!(first_in predict carry_on one_round);
