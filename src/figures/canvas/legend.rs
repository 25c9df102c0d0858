//! The legend: one row or more beneath the panels, shared by all of them.

use super::colour::{BLACK, ColorScale};
use super::layer::area;
use super::render::markers;
use super::stroke::{Fill, Marker, Stroke};
use super::style::Style;
use super::svg::{Anchor, Font, Svg, go};
use super::text::{CAP, width};

/// The sample beside a label.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Key {
    Line(Stroke),
    Point(Marker),
    Area(Fill),
}

/// A line of the legend.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Entry {
    pub(super) label: String,
    pub(super) key: Key,
}

impl ColorScale {
    /// One entry per name.
    pub(super) fn legend(&self) -> Vec<Entry> {
        let entry = |(label, color)| Entry { label, key: Key::Area(Fill::tint(color).opacity(1.0)) };
        self.named().into_iter().map(entry).collect()
    }
}

/// Entries arranged in rows no wider than the figure.
pub(super) struct Legend {
    rows: Vec<Vec<(Entry, f64)>>,
    style: Style,
}

impl Legend {
    /// Equal entries are shown once, in the order of their first appearance.
    pub(super) fn new(entries: impl IntoIterator<Item = Entry>, room: f64, style: Style) -> Self {
        let mut unique: Vec<Entry> = Vec::new();
        for entry in entries {
            if !unique.contains(&entry) {
                unique.push(entry);
            }
        }
        let entries: Vec<(Entry, f64)> = unique
            .into_iter()
            .map(|entry| {
                let text = width(&entry.label, style.small(), false);
                (entry, Self::sample(style) + 0.45 * style.font_size + text)
            })
            .collect();
        // As few rows as the room asks for, and these as even as they can be.
        let mut rows = Self::broken(&entries, room, style);
        for tighter in 1..20 {
            let even = Self::broken(&entries, room * (1.0 - 0.04 * f64::from(tighter)), style);
            if even.len() > rows.len() {
                break;
            }
            rows = even;
        }
        Self { rows, style }
    }

    fn broken(entries: &[(Entry, f64)], room: f64, style: Style) -> Vec<Vec<(Entry, f64)>> {
        let (mut rows, mut row, mut used) = (Vec::new(), Vec::new(), 0.0);
        for (entry, wide) in entries {
            if !row.is_empty() && used + wide > room {
                rows.push(std::mem::take(&mut row));
                used = 0.0;
            }
            used += wide + Self::gap(style);
            row.push((entry.clone(), *wide));
        }
        if !row.is_empty() {
            rows.push(row);
        }
        rows
    }

    fn sample(style: Style) -> f64 {
        1.9 * style.font_size
    }

    fn gap(style: Style) -> f64 {
        1.5 * style.font_size
    }

    fn line(&self) -> f64 {
        1.45 * self.style.font_size
    }

    /// Room it takes.
    pub(super) fn height(&self) -> f64 {
        if self.rows.is_empty() { 0.0 } else { self.line() * self.rows.len() as f64 + 0.5 * self.style.font_size }
    }

    /// Draws it centred on `middle`, from `top` downwards.
    pub(super) fn draw(&self, middle: f64, top: f64, svg: &mut Svg) {
        let (size, sample, gap) = (self.style.small(), Self::sample(self.style), Self::gap(self.style));
        for (k, row) in self.rows.iter().enumerate() {
            let total = row.iter().map(|(_, wide)| wide).sum::<f64>() + gap * (row.len() as f64 - 1.0);
            let y = top + 0.5 * self.style.font_size + (k as f64 + 0.5) * self.line();
            let mut x = middle - 0.5 * total;
            for (entry, wide) in row {
                match &entry.key {
                    Key::Line(stroke) => {
                        let mut data = String::new();
                        go(&mut data, 'M', [x, y]);
                        go(&mut data, ' ', [x + sample, y]);
                        svg.line(&data, stroke);
                    }
                    Key::Point(marker) => markers(&[[x + 0.6 * sample, y]], marker, true, svg),
                    Key::Area(fill) => {
                        let half = 0.36 * self.style.font_size;
                        let left = x + 0.25 * sample;
                        area(fill, [left, y - half, x + sample, y + half], svg);
                    }
                }
                let at = [x + sample + 0.45 * self.style.font_size, y + 0.5 * CAP * size];
                svg.text(&entry.label, at, Font::new(size, BLACK, Anchor::Start));
                x += wide + gap;
            }
        }
    }
}
