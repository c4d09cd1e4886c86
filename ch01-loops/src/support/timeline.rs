//! Draws the record of a run: a row for each task, time from left to right.

use std::time::Duration;

use super::event::{Event, EventKind};

/// The usual width of a picture, in columns.
pub const WIDTH: usize = 80;
/// The smallest width of a picture.
const LEAST_WIDTH: usize = 20;
/// The columns for one second, if the run is short enough.
const PER_SECOND: usize = 4;
/// The sign for a wait.
pub const BAR: char = '━';
/// The name of the row below the others, which counts the seconds.
const AXIS: &str = "seconds";

/// The picture of `events`, at most `width` columns wide, with a row for each of `tasks` that
/// has any.
///
/// A row shows what the task printed, when it printed it, and a bar for as long as it
/// then waited, at most until `now`, which is `MAX` when the run is over. A run with less than a
/// column for each print, such as one whose second has no length, is in the end drawn without a
/// scale: its prints appear in order. A print without room beside an earlier one is left out;
/// the flag says whether all prints are there.
pub fn draw(
    tasks: &[String],
    events: &[Event],
    second: Duration,
    width: usize,
    now: Duration,
) -> (String, bool) {
    let width = width.max(LEAST_WIDTH);
    let longest = tasks.iter().map(|task| task.chars().count()).fold(AXIS.len(), usize::max);
    let label = longest.min(width / 2);
    let prints = events.iter().filter(|event| is_print(event)).count();

    let time = Time::of(events, second, now);
    let on_scale = now < Duration::MAX || time.wanted_columns() >= prints;
    let (events, time) = if on_scale {
        (events.to_vec(), time)
    } else {
        let events = in_order(events);
        let time = Time::of(&events, Duration::from_secs(1), now);
        (events, time)
    };
    let width = width - (label + 2);
    // The last number of the axis begins where the run ends.
    let columns = time.wanted_columns().clamp(1, width - 3);

    let (mut picture, mut complete) = (String::new(), true);
    let mut line = |name: &str, row: &Row| {
        let row: String = row.0.iter().collect();
        if !row.trim().is_empty() {
            let line = format!(" {name:>label$.label$} {}", row.trim_end());
            picture += &line.replace(char::is_control, "\u{fffd}");
            picture.push('\n');
        }
    };
    for task in tasks {
        let mut row = Row::new(width);
        for event in events.iter().filter(|event| event.task == *task) {
            let column = time.column(event.at, columns);
            match &event.kind {
                EventKind::Print(text) => complete &= row.text(column, text),
                EventKind::Wait(_) => row.bar(column, time.column(end(event, now), columns)),
            }
        }
        line(task, &row);
    }
    if on_scale && prints > 0 {
        line(AXIS, &axis(&time, columns, width));
    }
    (picture, complete)
}

/// The moment of a print, or the end of a wait, which is at most `now`.
fn end(event: &Event, now: Duration) -> Duration {
    match event.kind {
        EventKind::Print(_) => event.at,
        EventKind::Wait(wait) => event.at.saturating_add(wait).min(now),
    }
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
    fn of(events: &[Event], second: Duration, now: Duration) -> Self {
        let start = events.iter().map(|event| event.at).min().unwrap_or_default();
        let end = events.iter().map(|event| end(event, now)).max().unwrap_or_default();
        Self { start, total: end - start, second }
    }

    /// The columns that the whole would fill, given the room; none if a second has no
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
    let least = time.wanted_columns().div_ceil(columns);
    let step = (0..)
        .flat_map(|zeros| {
            [1, 2, 5].map(|n: usize| n.saturating_mul(10_usize.saturating_pow(zeros)))
        })
        .find(|step| *step >= least)
        .unwrap_or(least);

    let mut row = Row::new(width);
    for second in (0..=seconds).step_by(step) {
        let at = time.second.saturating_mul(u32::try_from(second).unwrap_or(u32::MAX));
        row.text(time.column(time.start + at, columns), &second.to_string());
    }
    row
}

/// One line of the picture, in cells.
struct Row(Vec<char>);

impl Row {
    fn new(width: usize) -> Self {
        Self(vec![' '; width])
    }

    /// Writes `text` from `column` on, unless that or the column before is taken. Returns
    /// whether it did.
    fn text(&mut self, column: usize, text: &str) -> bool {
        let end = column + text.chars().count();
        let room = self.0.get(column.saturating_sub(1)..end);
        let free = room.is_some_and(|cells| cells.iter().all(|cell| [' ', BAR].contains(cell)));
        if free {
            self.0.splice(column..end, text.chars());
        }
        free
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

    /// Prints of `task`, `every` so many milliseconds, each with a wait of as many after it.
    fn steps(task: &str, start: u64, prints: &[&str], every: u64) -> Vec<Event> {
        let mut events = Vec::new();
        for (n, print) in (0..).zip(prints) {
            let at = Duration::from_millis(start + n * every);
            let wait = EventKind::Wait(Duration::from_millis(every));
            for kind in [EventKind::Print((*print).to_owned()), wait] {
                events.push(Event { task: task.to_owned(), at, kind });
            }
        }
        events
    }

    fn drawn(events: &[Event], width: usize, now: Duration) -> String {
        draw(&["up", "down"].map(str::to_owned), events, SECOND, width, now).0
    }

    #[test]
    fn tasks_that_overlap_stand_one_above_the_other() {
        // The clock starts with the first event, and real sleeps last a little longer.
        let mut events = steps("down", 7_000, &["3", "2", "1"], 1_010);
        events.extend(steps("up", 7_002, &["0", "1", "2"], 1_010));
        let picture = "
      up 0━━━1━━━2━━━
    down 3━━━2━━━1━━━
 seconds 0   1   2   3\n";
        assert_eq!(drawn(&events, WIDTH, Duration::MAX), picture.trim_start_matches('\n'));
    }

    #[test]
    fn while_a_run_goes_on_its_bars_end_now() {
        let mut events = steps("down", 7_000, &["3"], 1_000);
        events.extend(steps("up", 7_000, &["0"], 5_000));
        let at = |millis: u64| drawn(&events, WIDTH, Duration::from_millis(7_000 + millis));
        assert_eq!(at(0), "      up 0\n    down 3\n seconds 0\n");
        assert_eq!(at(750), "      up 0━━\n    down 3━━\n seconds 0   1\n");
        assert_eq!(at(2_000), "      up 0━━━━━━━\n    down 3━━━\n seconds 0   1   2\n");
    }

    #[test]
    fn a_long_run_is_scaled_to_its_width() {
        let numbers: Vec<String> = (0..100).rev().map(|n| n.to_string()).collect();
        let numbers: Vec<&str> = numbers.iter().map(String::as_str).collect();
        let mut events = steps("down", 0, &numbers, 1_000);
        let picture = drawn(&events, WIDTH, Duration::MAX);
        assert!(picture.starts_with("    down 99━95━90━"), "{picture}");
        assert!(picture.ends_with(" 80     90     100\n"), "{picture}");

        events.push(Event { task: "up".into(), at: SECOND, kind: EventKind::Wait(Duration::MAX) });
        for (width, now) in [(80, Duration::MAX), (40, 99 * SECOND), (20, Duration::MAX)] {
            let picture = drawn(&events, width, now);
            let widest = picture.lines().map(|line| line.chars().count()).max().unwrap();
            assert!((width - 5..=width).contains(&widest), "{widest} of {width}\n{picture}");
        }
    }

    #[test]
    fn no_name_breaks_a_row() {
        let name = "two\nlines, and longer than half of a picture";
        let events = steps(name, 0, &["7\t", "8"], 1_000);
        let picture = draw(&[name.to_owned()], &events, SECOND, 40, Duration::MAX);
        let rows =
            " two\u{fffd}lines, and longe 7\u{fffd}━━8━━━\n              seconds 0   1   2\n";
        assert_eq!(picture, (rows.to_owned(), true));
        assert!(drawn(&[], WIDTH, Duration::MAX).is_empty());
    }
}
