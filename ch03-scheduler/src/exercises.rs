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

page!(first_in, "[`predict`]: predict", "../exercises/first_in.md");
page!(predict, "[`carry_on`]: carry_on\n[`one_round`]: one_round", "../exercises/predict.md");
page!(carry_on, "[`one_round`]: one_round", "../exercises/carry_on.md");
page!(
    one_round,
    "[`keep_count`]: ../../../ch04_countup/exercises/keep_count/index.html",
    "../exercises/one_round.md"
);
