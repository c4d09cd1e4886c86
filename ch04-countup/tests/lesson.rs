//! Keeps the pages of chapter 4 true.

#[path = "../../ch01-loops/tests/common/lesson.rs"]
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
fn its_table_has_the_shape_of_what_is_printed() {
    lesson::table_has_the_shape("five_thousand_connections", "400");
    lesson::table_has_the_shape("five_thousand_sleepers", "5000");
}

#[test]
fn its_benchmark_holds_together() {
    lesson::ratios_are_right();
}

#[test]
fn it_says_how_long_the_program_takes() {
    lesson::it_says_how_long_it_takes(&["and this takes {}.", "twice five seconds makes {}."]);
}
