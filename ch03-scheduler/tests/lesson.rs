//! Keeps the pages of chapter 3 true.

use ch01_loops::workshop::lesson;

#[test]
fn its_commands_print_what_it_says() {
    lesson::commands_print_what_they_say(&ch01_loops::chapter!(), str::to_owned);
}

#[test]
fn its_programs_do_what_it_says() {
    lesson::programs_do_what_they_say(&ch01_loops::chapter!(), str::to_owned);
}

#[test]
fn its_table_has_the_shape_of_what_is_printed() {
    lesson::table_has_the_shape(&ch01_loops::chapter!(), "five_thousand_tasks", "5000");
}
