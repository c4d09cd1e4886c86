//! Keeps the pages of chapter 4 true.

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
fn its_tables_have_the_shape_of_what_is_printed() {
    let chapter = ch01_loops::chapter!();
    lesson::table_has_the_shape(&chapter, "five_thousand_connections", "900");
    lesson::table_has_the_shape(&chapter, "five_thousand_sleepers", "5000");
}
