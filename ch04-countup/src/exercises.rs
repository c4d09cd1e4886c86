//! The pages of this chapter's exercises.

ch01_loops::exercises!(keep_count call_later close_queue connections generators poll_by_hand block_on async_await join_handle async_sleep time_limit async_queue reactor echo);
