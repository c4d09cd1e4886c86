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
    join_both,
    "[`no_gil`]: no_gil\n[`first_in`]: ../../../ch03_scheduler/exercises/first_in/index.html",
    "../exercises/join_both.md"
);
page!(no_gil, "[`one_panics`]: one_panics", "../exercises/no_gil.md");
page!(one_panics, "[`hand_off`]: hand_off", "../exercises/one_panics.md");
page!(hand_off, "[`spawn_many`]: spawn_many", "../exercises/hand_off.md");
page!(
    spawn_many,
    "[`first_in`]: ../../../ch03_scheduler/exercises/first_in/index.html",
    "../exercises/spawn_many.md"
);
