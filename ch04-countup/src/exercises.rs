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

page!(
    keep_count,
    "[`call_later`]: call_later",
    "../exercises/keep_count.md"
);
page!(
    call_later,
    "[`close_queue`]: close_queue",
    "../exercises/call_later.md"
);
page!(
    close_queue,
    "[`connections`]: connections",
    "../exercises/close_queue.md"
);
page!(connections, "", "../exercises/connections.md");
page!(
    generators,
    "[`poll_by_hand`]: poll_by_hand",
    "../exercises/generators.md"
);
