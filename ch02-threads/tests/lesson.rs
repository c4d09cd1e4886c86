//! Keeps the pages of chapter 2 true, except for accidents of each run.

use ch01_loops::workshop::lesson;

/// Two threads that print within the same second do so in any order.
fn pairs_in_any_order(numbers: &str) -> String {
    let mut lines: Vec<&str> = numbers.lines().collect();
    for pair in lines.chunks_mut(2) {
        pair.sort_unstable();
    }
    lines.join("\n")
}

#[test]
fn its_commands_print_what_it_says() {
    lesson::commands_print_what_they_say(&ch01_loops::chapter!(), pairs_in_any_order);
}

#[test]
fn its_programs_do_what_it_says() {
    lesson::programs_do_what_they_say(&ch01_loops::chapter!(), pairs_in_any_order);
}

#[test]
fn its_table_has_the_shape_of_what_is_printed() {
    lesson::table_has_the_shape(&ch01_loops::chapter!(), "five_thousand_threads", "100");
}
