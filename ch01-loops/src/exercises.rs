//! The pages of this chapter's exercises.

/// Makes a page of the book of each exercise: a module with its text, and with the links of
/// `links.md`, which lead within the book.
#[doc(hidden)]
#[macro_export]
macro_rules! pages {
    ($($name:ident)*) => { $(
        #[doc = include_str!("links.md")]
        #[doc = include_str!(concat!("../exercises/", stringify!($name), ".md"))]
        pub mod $name {}
    )* };
}

pages!(count_up by_hand);
