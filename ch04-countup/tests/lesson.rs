//! Keeps the lesson of chapter 4 true.

#[path = "../../ch01-loops/tests/common/lesson.rs"]
mod lesson;

const LESSON: &str = include_str!("../README.md");
const PROGRAM: &str = env!("CARGO_BIN_EXE_ch04-countup");

#[test]
fn its_commands_print_what_it_says() {
    lesson::commands_print_what_it_says(LESSON, PROGRAM, str::to_owned);
}

#[test]
fn its_programs_do_what_it_says() {
    lesson::typed_along_programs_do_what_it_says(LESSON, PROGRAM, str::to_owned);
}

#[test]
fn its_table_has_the_shape_of_what_is_printed() {
    lesson::table_has_the_shape(LESSON, "five_thousand_connections", "400");
}

#[test]
fn its_benchmark_holds_together() {
    lesson::ratios_are_right(LESSON);
}

#[test]
fn it_says_how_long_the_program_takes() {
    lesson::it_says_how_long_it_takes(
        LESSON,
        PROGRAM,
        &["and it takes {}.", "{} seconds instead of five."],
    );
}
