//! Aligned columns, and numbers short enough to stand in them.

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

/// Nine decimals, or an exponent where they would not show the number.
pub(super) fn number(x: f64) -> String {
    let size = x.abs();
    if x == 0.0 {
        "0".into()
    } else if (1e-4..1e6).contains(&size) {
        format!("{x:.9}")
    } else {
        format!("{x:.6e}")
    }
}

/// The same without trailing zeros, for a sentence.
pub(super) fn brief(x: f64) -> String {
    let text = number(x);
    if text.contains('.') && !text.contains('e') {
        text.trim_end_matches('0').trim_end_matches('.').into()
    } else {
        text
    }
}

/// A number or a dash.
pub(super) fn maybe(x: Option<f64>) -> String {
    x.map_or("–".into(), number)
}
