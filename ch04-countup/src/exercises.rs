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
page!(connections, "", "../exercises/connections.md");
