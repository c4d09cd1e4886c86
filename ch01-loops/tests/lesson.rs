//! Keeps the lesson of chapter 1 true.

#[path = "common/lesson.rs"]
mod lesson;

const LESSON: &str = include_str!("../README.md");
const PROGRAM: &str = env!("CARGO_BIN_EXE_ch01-loops");

#[test]
fn its_commands_print_what_it_says() {
    lesson::commands_print_what_it_says(LESSON, PROGRAM, str::to_owned);
}

#[test]
fn its_programs_do_what_it_says() {
    lesson::typed_along_programs_do_what_it_says(LESSON, PROGRAM, str::to_owned);
}

#[test]
fn it_says_how_long_the_program_takes() {
    lesson::it_says_how_long_it_takes(
        LESSON,
        PROGRAM,
        &[
            "one number a second for {} seconds",
            "all of the {} seconds",
        ],
    );
}
