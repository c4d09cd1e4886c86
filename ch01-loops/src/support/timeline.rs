//! Draws the record of a run: a row for each task, time from left to right.

use std::time::Duration;

use super::event::{Event, EventKind};

/// The largest width of a line, in columns.
const WIDTH: usize = 80;
/// The smallest width of a row, even beside a very long name.
const LEAST_WIDTH: usize = 20;
/// The columns for one second, if the run is short enough.
const PER_SECOND: usize = 4;
/// How a wait is drawn.
pub const BAR: char = '━';
/// The name of the row below the others, which counts the seconds.
const AXIS: &str = "seconds";

/// The picture of `events`, with a row for each of `tasks` that has any.
///
/// A row shows what the task printed, when it printed it, and a bar for as long as it
/// then waited. A print without room beside an earlier one is left out. A run with
/// less than a column for each print, such as one whose second has no length, is drawn
/// without a scale: its prints appear in order.
pub fn draw(tasks: &[String], events: &[Event], second: Duration) -> String {
    let label = tasks.iter().map(|task| task.chars().count()).fold(AXIS.len(), usize::max);
    let prints = events.iter().filter(|event| is_print(event)).count();

    let time = Time::of(events, second);
    let on_scale = time.wanted_columns() >= prints;
    let (events, time) = if on_scale {
        (events.to_vec(), time)
    } else {
        let events = in_order(events);
        let time = Time::of(&events, Duration::from_secs(1));
        (events, time)
    };
    let width = WIDTH.saturating_sub(label + 2).max(LEAST_WIDTH);
    // The last number of the axis begins where the run ends.
    let columns = time.wanted_columns().clamp(1, width - 3);

    let mut picture = String::new();
    let mut line = |name: &str, row: &Row| {
        let row: String = row.0.iter().collect();
        if !row.trim().is_empty() {
            picture += &format!(" {name:>label$} {}\n", row.trim_end());
        }
    };
    for task in tasks {
        let mut row = Row::new(width);
        for event in events.iter().filter(|event| event.task == *task) {
            let column = time.column(event.at, columns);
            match &event.kind {
                EventKind::Print(text) => row.text(column, text),
                EventKind::Wait(wait) => {
                    row.bar(column, time.column(event.at.saturating_add(*wait), columns));
                }
            }
        }
        line(task, &row);
    }
    if on_scale && prints > 0 {
        line(AXIS, &axis(&time, columns, width));
    }
    picture
}

fn is_print(event: &Event) -> bool {
    matches!(event.kind, EventKind::Print(_))
}

/// The prints of `events`, one second apart.
fn in_order(events: &[Event]) -> Vec<Event> {
    let prints = events.iter().filter(|event| is_print(event));
    let seconds = (0..).map(Duration::from_secs);
    prints.zip(seconds).map(|(event, at)| Event { at, ..event.clone() }).collect()
}

/// The stretch of time that a picture shows.
struct Time {
    start: Duration,
    total: Duration,
    second: Duration,
}

impl Time {
    /// From the first of `events` until the last wait ends.
    fn of(events: &[Event], second: Duration) -> Self {
        let start = events.iter().map(|event| event.at).min().unwrap_or_default();
        let end = events.iter().map(|event| match event.kind {
            EventKind::Print(_) => event.at,
            EventKind::Wait(wait) => event.at.saturating_add(wait),
        });
        Self { start, total: end.max().unwrap_or_default() - start, second }
    }

    /// How many columns the whole would fill, given the room; none if a second has no
    /// length.
    fn wanted_columns(&self) -> usize {
        rounded(self.total, PER_SECOND, self.second)
    }

    /// The column for the moment `at` when the whole takes `columns`.
    fn column(&self, at: Duration, columns: usize) -> usize {
        rounded(at - self.start, columns, self.total)
    }
}

/// `part / whole * times`, rounded to the nearest; 0 when `whole` is.
fn rounded(part: Duration, times: usize, whole: Duration) -> usize {
    let (part, whole) = (part.as_nanos(), whole.as_nanos());
    let product = part.saturating_mul(times as u128).saturating_add(whole / 2);
    let quotient = product.checked_div(whole).unwrap_or(0);
    usize::try_from(quotient).unwrap_or(usize::MAX)
}

/// The seconds from 0: each one, or each 2nd, 5th, 10th … if room is short.
fn axis(time: &Time, columns: usize, width: usize) -> Row {
    let seconds = rounded(time.total, 1, time.second);
    let least = seconds.saturating_mul(PER_SECOND).div_ceil(columns);
    let round_numbers = (0..).flat_map(|zeros| {
        [1_usize, 2, 5].map(|digit| digit.saturating_mul(10_usize.saturating_pow(zeros)))
    });
    let step = round_numbers.into_iter().find(|number| *number >= least).unwrap_or(least);

    let mut row = Row::new(width);
    for second in (0..=seconds).step_by(step) {
        row.text(second.saturating_mul(columns) / seconds.max(1), &second.to_string());
    }
    row
}

/// One line of the picture, in cells.
struct Row(Vec<char>);

impl Row {
    fn new(width: usize) -> Self {
        Self(vec![' '; width])
    }

    /// Writes `text` from `column` on, unless that or the column before is taken.
    fn text(&mut self, column: usize, text: &str) {
        let end = column + text.chars().count();
        let room = self.0.get(column.saturating_sub(1)..end);
        if room.is_some_and(|cells| cells.iter().all(|cell| [' ', BAR].contains(cell))) {
            self.0.splice(column..end, text.chars());
        }
    }

    /// Draws a bar over the blanks from `from` up to `to`.
    fn bar(&mut self, from: usize, to: usize) {
        let blanks = self.0[from..to].iter_mut().filter(|cell| **cell == ' ');
        blanks.for_each(|cell| *cell = BAR);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    fn event(task: &str, millis: u64, kind: EventKind) -> Event {
        Event { task: task.to_owned(), at: Duration::from_millis(millis), kind }
    }

    /// A task that prints each text and waits after it, as the loops do.
    fn steps(task: &str, start: u64, texts: &[&str], every: u64, wait: u64) -> Vec<Event> {
        let mut events = Vec::new();
        for (at, text) in (start..).step_by(usize::try_from(every).unwrap()).zip(texts) {
            events.push(event(task, at, EventKind::Print((*text).to_owned())));
            events.push(event(task, at, EventKind::Wait(Duration::from_millis(wait))));
        }
        events
    }

    fn drawn(events: &[Event], second: Duration) -> String {
        draw(&["main", "up", "down"].map(str::to_owned), events, second)
    }

    #[test]
    fn what_overlaps_is_drawn_one_above_the_other() {
        // The clock starts with the first event, and real sleeps last a little longer.
        let mut events = steps("down", 7_000, &["3", "2", "1"], 1_010, 1_010);
        events.extend(steps("up", 7_002, &["0", "1", "2"], 1_010, 1_010));
        let picture = "
      up 0━━━1━━━2━━━
    down 3━━━2━━━1━━━
 seconds 0   1   2   3\n";
        assert_eq!(drawn(&events, SECOND), picture.trim_start_matches('\n'));
    }

    #[test]
    fn one_number_has_its_second_below() {
        let events = steps("down", 0, &["1"], 1_000, 1_000);
        let picture = "    down 1━━━\n seconds 0   1\n";
        assert_eq!(drawn(&events, SECOND), picture);
    }

    #[test]
    fn a_task_that_waits_for_its_turn_has_a_gap() {
        let mut events = steps("down", 0, &["2", "1"], 2_000, 1_000);
        events.extend(steps("up", 1_000, &["0", "1"], 2_000, 1_000));
        let picture = "
      up     0━━━    1━━━
    down 2━━━    1━━━
 seconds 0   1   2   3   4\n";
        assert_eq!(drawn(&events, SECOND), picture.trim_start_matches('\n'));
    }

    #[test]
    fn a_long_run_is_scaled_to_80_columns() {
        let texts: Vec<String> = (0..100).rev().map(|n| n.to_string()).collect();
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        let picture = drawn(&steps("down", 0, &texts, 1_000, 1_000), SECOND);
        for line in picture.lines() {
            assert!((70..=80).contains(&line.chars().count()), "{line:?}");
        }
        assert!(picture.starts_with("    down 99━95━90━"), "{picture}");
        assert!(picture.ends_with(" 80     90     100\n"), "{picture}");
    }

    #[test]
    fn without_a_scale_the_order_is_left() {
        let events = [
            event("down", 1, EventKind::Print("2".to_owned())),
            event("up", 1, EventKind::Print("0".to_owned())),
            event("down", 1, EventKind::Print("1".to_owned())),
        ];
        let order = "      up     0\n    down 2       1\n";
        assert_eq!(drawn(&events, Duration::ZERO), order);
        assert_eq!(drawn(&events, SECOND), order, "no time passed");
    }

    #[test]
    fn an_empty_run_has_no_picture() {
        assert_eq!(drawn(&[], SECOND), "");
    }

    #[test]
    fn a_wait_without_end_still_fits() {
        let events = [
            event("down", 0, EventKind::Print("1".to_owned())),
            event("down", 0, EventKind::Wait(Duration::MAX)),
        ];
        assert!(drawn(&events, SECOND).lines().all(|line| line.chars().count() <= 80));
    }
}
