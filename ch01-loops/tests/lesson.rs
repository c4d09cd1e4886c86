//! Keeps the pages of chapter 1 true.

use ch01_loops::workshop::lesson;

#[test]
fn its_commands_print_what_it_says() {
    lesson::commands_print_what_they_say(&ch01_loops::chapter!(), str::to_owned);
}

#[test]
fn its_programs_do_what_it_says() {
    lesson::programs_do_what_they_say(&ch01_loops::chapter!(), str::to_owned);
}
