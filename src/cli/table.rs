//! Aligned columns.

use crate::num::show::number;

/// Rows of cells; the first column is flush left, as are those named in `left`.
pub(super) struct Table {
    left: &'static [usize],
    rows: Vec<Vec<String>>,
}

impl Table {
    /// A table with a head; columns are flush right but for the first and `left`.
    pub(super) fn new(head: &[&str], left: &'static [usize]) -> Self {
        Self { left, rows: vec![head.iter().map(ToString::to_string).collect()] }
    }

    pub(super) fn row(&mut self, cells: impl IntoIterator<Item = String>) {
        self.rows.push(cells.into_iter().collect());
    }

    /// The rows as lines, each ending in a line feed.
    pub(super) fn text(&self) -> String {
        let columns = self.rows.iter().map(Vec::len).max().unwrap_or(0);
        let widths: Vec<usize> = (0..columns)
            .map(|c| self.rows.iter().map(|r| r.get(c).map_or(0, |s| width(s))).max().unwrap_or(0))
            .collect();
        let mut text = String::new();
        for row in &self.rows {
            let cells: Vec<String> = row
                .iter()
                .enumerate()
                .map(|(c, cell)| {
                    let pad = " ".repeat(widths[c] - width(cell));
                    if c == 0 || self.left.contains(&c) { format!("{cell}{pad}") } else { format!("{pad}{cell}") }
                })
                .collect();
            text += cells.join("  ").trim_end();
            text.push('\n');
        }
        text
    }
}

/// Columns a text takes: its letters, but not the colours.
fn width(text: &str) -> usize {
    let mut visible = 0;
    let mut escaped = false;
    for c in text.chars() {
        match c {
            '\x1b' => escaped = true,
            'm' if escaped => escaped = false,
            _ if !escaped => visible += 1,
            _ => {}
        }
    }
    visible
}

/// A number or a dash.
pub(super) fn maybe(x: Option<f64>) -> String {
    x.map_or("–".into(), number)
}
