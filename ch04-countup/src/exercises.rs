//! The pages of this chapter's exercises.

macro_rules! page {
    ($name:ident, $next:literal, $page:literal) => {
        #[doc = "[the lesson]: crate"]
        #[doc = $next]
        #[doc = ""]
        #[doc = include_str!($page)]
        pub mod $name {}
    };
}

page!(keep_count, "[`call_later`]: call_later", "../exercises/keep_count.md");
page!(call_later, "[`close_queue`]: close_queue", "../exercises/call_later.md");
page!(close_queue, "[`connections`]: connections", "../exercises/close_queue.md");
page!(
    connections,
    "[`generators`]: generators\n[`reactor`]: reactor",
    "../exercises/connections.md"
);
page!(generators, "[`poll_by_hand`]: poll_by_hand", "../exercises/generators.md");
page!(poll_by_hand, "[`block_on`]: block_on", "../exercises/poll_by_hand.md");
page!(block_on, "[`async_await`]: async_await", "../exercises/block_on.md");
page!(async_await, "[`join_handle`]: join_handle", "../exercises/async_await.md");
page!(join_handle, "[`async_sleep`]: async_sleep", "../exercises/join_handle.md");
page!(async_sleep, "[`time_limit`]: time_limit", "../exercises/async_sleep.md");
page!(time_limit, "[`async_queue`]: async_queue", "../exercises/time_limit.md");
page!(async_queue, "[`reactor`]: reactor", "../exercises/async_queue.md");
page!(reactor, "[`poller`]: crate::poller", "../exercises/reactor.md");
