//! A table drawn as a picture: aligned columns, zebra rows, coloured verdicts.

use super::colour::{BLACK, Color, GREY, WHITE};
use super::drawing::Drawing;
use super::stroke::Stroke;
use super::style::Style;
use super::svg::{Anchor, Font, Svg, go};
use super::text::{CAP, width, wrap};

/// Which side of its column a cell keeps to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    /// Words.
    Left,
    /// Short marks.
    Center,
    /// Numbers.
    Right,
}

/// The colour of a verdict.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// Converges.
    Good,
    /// Diverges.
    Bad,
    /// Neither.
    Neutral,
    /// Not known, not applicable.
    Unknown,
}

impl Tone {
    /// Ground and letters: contrast above 7 to 1, and lightness differs where hue cannot be seen.
    fn colors(self) -> (Color, Color) {
        match self {
            Tone::Good => (plotters::style::RGBColor(202, 232, 222), plotters::style::RGBColor(0, 72, 52)),
            Tone::Bad => (plotters::style::RGBColor(164, 62, 0), WHITE),
            Tone::Neutral => (plotters::style::RGBColor(248, 222, 160), plotters::style::RGBColor(84, 54, 0)),
            Tone::Unknown => (plotters::style::RGBColor(226, 226, 226), plotters::style::RGBColor(70, 70, 70)),
        }
    }
}

/// A cell of a [`Table`].
#[derive(Debug, Clone, PartialEq)]
pub struct Cell {
    text: String,
    tone: Option<Tone>,
}

impl Cell {
    /// A verdict in a coloured pill.
    pub fn verdict(text: &str, tone: Tone) -> Self {
        Self { text: text.to_owned(), tone: Some(tone) }
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self { text: text.to_owned(), tone: None }
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self { text, tone: None }
    }
}

/// A table that becomes a [`Drawing`].
#[derive(Debug, Clone)]
pub struct Table {
    style: Style,
    title: String,
    note: String,
    headers: Vec<String>,
    aligns: Vec<Align>,
    rows: Vec<Vec<Cell>>,
}

impl Table {
    /// A table with these column heads and no rows; columns keep to the left.
    pub fn new(headers: &[&str], style: Style) -> Self {
        let headers: Vec<String> = headers.iter().map(|&head| head.to_owned()).collect();
        let aligns = vec![Align::Left; headers.len()];
        Self { style, title: String::new(), note: String::new(), headers, aligns, rows: Vec::new() }
    }

    /// Bold line above the table.
    pub fn title(mut self, title: &str) -> Self {
        title.clone_into(&mut self.title);
        self
    }

    /// Small grey lines beneath the table.
    pub fn note(mut self, note: &str) -> Self {
        note.clone_into(&mut self.note);
        self
    }

    /// The sides the columns keep to, from the first on.
    pub fn align(mut self, aligns: &[Align]) -> Self {
        for (own, &wanted) in self.aligns.iter_mut().zip(aligns) {
            *own = wanted;
        }
        self
    }

    /// Adds a row; missing cells are empty, surplus ones are dropped.
    pub fn row(&mut self, cells: impl IntoIterator<Item = Cell>) -> &mut Self {
        let mut row: Vec<Cell> = cells.into_iter().collect();
        row.resize_with(self.headers.len(), || Cell::from(""));
        self.rows.push(row);
        self
    }

    /// Draws it, no narrower than the style and as wide as the cells need.
    pub fn draw(&self) -> Drawing {
        let (size, small) = (self.style.font_size, self.style.small());
        let pad = 0.35 * size;
        let natural: Vec<f64> = (0..self.headers.len())
            .map(|k| {
                let head = width(&self.headers[k], size, true);
                let cell = |cell: &Cell| width(&cell.text, size, cell.tone.is_some()) + cell.pad(size);
                self.rows.iter().map(|row| cell(&row[k])).fold(head, f64::max)
            })
            .collect();
        let needed = natural.iter().sum::<f64>() + 1.6 * size * natural.len() as f64;
        let page = self.style.width.max(needed + 2.0 * pad);
        let spare = (page - 2.0 * pad - needed) / natural.len().max(1) as f64;
        let mut lefts = vec![pad];
        for wide in &natural {
            lefts.push(lefts[lefts.len() - 1] + wide + 1.6 * size + spare);
        }
        let at = |k: usize, inset: f64| {
            let (left, right) = (lefts[k] + 0.8 * size + inset, lefts[k + 1] - 0.8 * size - inset);
            match self.aligns[k] {
                Align::Left => (left, Anchor::Start),
                Align::Center => (0.5 * (left + right), Anchor::Middle),
                Align::Right => (right, Anchor::End),
            }
        };

        let mut svg = Svg::new();
        let mut y = pad;
        for line in wrap(&self.title, 1.1 * size, true, page - 2.0 * pad) {
            y += 1.1 * size;
            svg.text(&line, [pad + 0.8 * size, y], Font::new(1.1 * size, BLACK, Anchor::Start).bold());
            y += 0.4 * size;
        }
        let rule = |svg: &mut Svg, y: f64, wide: f64| {
            let mut data = String::new();
            go(&mut data, 'M', [pad, y]);
            go(&mut data, ' ', [page - pad, y]);
            svg.line(&data, &Stroke::solid(BLACK).width(wide));
        };
        y += 0.4 * size;
        rule(&mut svg, y, 0.9);
        let high = 1.75 * size;
        let baseline = |y: f64| y + 0.5 * high + 0.5 * CAP * size;
        for (k, head) in self.headers.iter().enumerate() {
            let (x, anchor) = at(k, 0.0);
            svg.text(head, [x, baseline(y)], Font::new(size, BLACK, anchor).bold());
        }
        y += high;
        rule(&mut svg, y, 0.5);
        for (number, row) in self.rows.iter().enumerate() {
            if number % 2 == 1 {
                let ground = plotters::style::RGBColor(244, 246, 249);
                svg.rect([pad, y], [page - 2.0 * pad, high], 0.0, ground, 1.0);
            }
            for (k, cell) in row.iter().enumerate() {
                let (x, anchor) = at(k, 0.5 * cell.pad(size));
                let mut font = Font::new(size, BLACK, anchor);
                if let Some(tone) = cell.tone {
                    let (ground, letters) = tone.colors();
                    let wide = width(&cell.text, size, true);
                    let left = match anchor {
                        Anchor::Start => x,
                        Anchor::Middle => x - 0.5 * wide,
                        Anchor::End => x - wide,
                    };
                    let inset = 0.5 * cell.pad(size);
                    let corner = [left - inset, y + 0.17 * high];
                    svg.rect(corner, [wide + 2.0 * inset, 0.66 * high], 0.33 * high, ground, 1.0);
                    font = Font::new(size, letters, anchor).bold();
                }
                svg.text(&cell.text, [x, baseline(y)], font);
            }
            y += high;
        }
        rule(&mut svg, y, 0.9);
        y += 0.3 * size;
        for line in wrap(&self.note, small, false, page - 2.0 * pad - 1.6 * size) {
            y += 1.2 * size;
            svg.text(&line, [pad + 0.8 * size, y], Font::new(small, GREY, Anchor::Start));
        }
        Drawing::new(svg.finish(page, y + pad + 0.25 * size))
    }
}

impl Cell {
    /// Room a pill takes beside its letters.
    fn pad(&self, size: f64) -> f64 {
        if self.tone.is_some() { 1.2 * size } else { 0.0 }
    }
}
