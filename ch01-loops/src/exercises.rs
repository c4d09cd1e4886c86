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

page!(count_up, "[`by_hand`]: by_hand", "../exercises/count_up.md");
page!(
    by_hand,
    "[`join_both`]: ../../../ch02_threads/exercises/join_both/index.html",
    "../exercises/by_hand.md"
);
