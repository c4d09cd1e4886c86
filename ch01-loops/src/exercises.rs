//! The pages of this chapter's exercises.

/// Makes each exercise a page of the book, with the links of `links.md`, and a module in
/// `answers`: our solution, or with the feature `mine` the learner's.
#[doc(hidden)]
#[macro_export]
macro_rules! exercises {
    ($($name:ident)*) => {
        $(
            #[doc = include_str!("links.md")]
            #[doc = include_str!(concat!("../exercises/", stringify!($name), ".md"))]
            pub mod $name {}
        )*

        #[cfg(feature = "workshop")]
        #[doc(hidden)]
        #[allow(clippy::must_use_candidate, clippy::new_without_default)]
        #[cfg_attr(feature = "mine", path = "../exercises")]
        #[cfg_attr(not(feature = "mine"), path = "../solutions")]
        pub mod answers {
            $(pub mod $name;)*
        }
    };
}

exercises!(count_up by_hand);
