//! Keeps the pages of chapter 1 true.

#[path = "common/lesson.rs"]
mod lesson;

#[test]
fn its_commands_print_what_it_says() {
    lesson::commands_print_what_they_say(str::to_owned);
}

#[test]
fn its_programs_do_what_it_says() {
    lesson::programs_do_what_they_say(str::to_owned);
}

#[test]
fn it_says_how_long_the_program_takes() {
    lesson::it_says_how_long_it_takes(&[
        "one number a second for {} seconds",
        "all of the {} seconds",
    ]);
}
