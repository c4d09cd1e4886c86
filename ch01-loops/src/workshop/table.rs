//! Reads the tables that demonstrations print.

/// The rows of a table, each from its label to its last figure.
#[derive(Debug)]
pub struct Table {
    rows: Vec<Vec<String>>,
}

impl Table {
    /// The first table in a demonstration's output.
    pub fn first(output: &str) -> Self {
        let lines = output.lines().take_while(|line| !line.is_empty());
        Self { rows: lines.filter(|line| !line.starts_with('-')).map(cells).collect() }
    }

    /// The text before the headings.
    pub fn title(&self) -> &str {
        &self.rows[0][0]
    }

    /// The headings of the columns, without the title before them.
    pub fn headings(&self) -> &[String] {
        &self.rows[0][1..]
    }

    /// The labels of the rows.
    pub fn labels(&self) -> Vec<&str> {
        self.rows[1..].iter().map(|row| row[0].as_str()).collect()
    }

    /// The figures below a heading: bytes, seconds or shares of 1. `NaN` where none is known.
    pub fn column(&self, heading: &str) -> Vec<f64> {
        let column = self.rows[0].iter().position(|cell| cell == heading).expect(heading);
        self.rows[1..].iter().map(|row| figure(&row[column])).collect()
    }
}

/// The cells of a line, between spaces of two and more.
pub fn cells(line: &str) -> Vec<String> {
    line.split("  ").map(str::trim).filter(|cell| !cell.is_empty()).map(str::to_owned).collect()
}

/// A figure with its unit, in bytes or seconds, or a share of 1.
fn figure(cell: &str) -> f64 {
    if cell == "unknown" {
        return f64::NAN;
    }
    let (figure, unit) = cell.split_once(' ').expect("a figure and its unit");
    let units = ["%", "B", "KB", "MB", "GB"].into_iter().zip([1e-2, 1.0, 1e3, 1e6, 1e9]);
    let mut units = units.chain(["s", "ms", "µs", "ns"].into_iter().zip([1.0, 1e-3, 1e-6, 1e-9]));
    let (_, unit) = units.find(|(name, _)| *name == unit).expect("a known unit");
    unit * figure.replace(',', "").parse::<f64>().expect("a figure")
}
