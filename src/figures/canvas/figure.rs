//! A figure: a grid of panels, a title above, a legend and a note beneath.

use super::colour::{BLACK, GREY};
use super::drawing::Drawing;
use super::layer::Layer;
use super::legend::Legend;
use super::margins::{Cell, Margins};
use super::panel::Panel;
use super::render;
use super::style::Style;
use super::svg::{Anchor, Font, Svg};
use super::text::wrap;

/// A grid of panels that becomes a [`Drawing`].
#[derive(Debug, Clone)]
pub struct Figure {
    rows: usize,
    cols: usize,
    style: Style,
    title: String,
    note: String,
    panels: Vec<Option<Panel>>,
}

impl Figure {
    /// An empty grid; cells that are never asked for stay white.
    pub fn grid(rows: usize, cols: usize, style: Style) -> Self {
        let (rows, cols) = (rows.max(1), cols.max(1));
        let panels = vec![None; rows * cols];
        Self { rows, cols, style, title: String::new(), note: String::new(), panels }
    }

    /// Bold line above everything.
    pub fn title(mut self, title: &str) -> Self {
        title.clone_into(&mut self.title);
        self
    }

    /// Small grey lines beneath everything: parameters, how to read the figure.
    pub fn note(mut self, note: &str) -> Self {
        note.clone_into(&mut self.note);
        self
    }

    /// The panel in a row and a column, both counted from 0; created when first asked for.
    ///
    /// # Panics
    /// Outside the grid.
    pub fn panel(&mut self, row: usize, col: usize) -> &mut Panel {
        assert!(row < self.rows && col < self.cols, "panel ({row}, {col}) outside {} × {}", self.rows, self.cols);
        self.panels[row * self.cols + col].get_or_insert_with(Panel::default)
    }

    /// Lays everything out and draws it.
    pub fn draw(&self) -> Drawing {
        let (style, size) = (self.style, self.style.font_size);
        let pad = 0.35 * size;
        let room = style.width - 2.0 * pad;
        let title = wrap(&self.title, 1.1 * size, true, room);
        let note = wrap(&self.note, style.small(), false, room);
        let layers = self.panels.iter().flatten().flat_map(|panel| &panel.layers);
        let legend = Legend::new(layers.flat_map(Layer::entries), room, style);
        let plan = self.plan(room);

        let mut svg = Svg::new();
        let middle = 0.5 * style.width;
        let mut y = pad;
        for line in &title {
            y += 1.1 * size;
            svg.text(line, [middle, y], Font::new(1.1 * size, BLACK, Anchor::Middle).bold());
            y += 0.3 * size;
        }
        if !title.is_empty() {
            y += 0.35 * size;
        }
        for row in 0..self.rows {
            y += plan.tops[row];
            let mut x = pad;
            for col in 0..self.cols {
                x += plan.lefts[col];
                let k = row * self.cols + col;
                if let (Some(panel), Some(cell)) = (&self.panels[k], &plan.cells[k]) {
                    let place = plan.place(panel, cell, row);
                    let at = [x + 0.5 * (plan.width - place[0]), y + 0.5 * (plan.heights[row] - place[1])];
                    render::panel(panel, cell, &cell.frame(at, place), style, &mut svg);
                }
                x += plan.width + plan.rights[col];
            }
            y += plan.heights[row] + plan.bottoms[row];
        }
        legend.draw(middle, y, &mut svg);
        y += legend.height();
        for line in &note {
            y += 1.2 * size;
            svg.text(line, [middle, y], Font::new(style.small(), GREY, Anchor::Middle));
        }
        y += if note.is_empty() { pad } else { pad + 0.25 * size };
        Drawing::new(svg.finish(style.width, y))
    }

    /// Sizes of columns and rows. Ticks need the sizes and the sizes need the ticks: three rounds.
    fn plan(&self, room: f64) -> Plan {
        let mut cells: Vec<Option<Cell>> = self.panels.iter().map(|panel| panel.as_ref().map(Cell::new)).collect();
        self.share(&mut cells);
        let mut plan = Plan {
            cells,
            width: room / self.cols as f64,
            lefts: vec![0.0; self.cols],
            rights: vec![0.0; self.cols],
            tops: vec![0.0; self.rows],
            bottoms: vec![0.0; self.rows],
            heights: vec![0.0; self.rows],
        };
        for _ in 0..3 {
            let mut margins = vec![Margins::default(); self.panels.len()];
            for (k, panel) in self.panels.iter().enumerate() {
                if let (Some(panel), Some(cell)) = (panel, &mut plan.cells[k]) {
                    cell.fit(panel, [plan.width, plan.width * cell.ratio], self.style);
                    margins[k] = cell.margins(panel, self.style);
                }
            }
            let column = |col: usize, side: fn(&Margins) -> f64| {
                (0..self.rows).map(|row| side(&margins[row * self.cols + col])).fold(0.0, f64::max)
            };
            let line = |row: usize, side: fn(&Margins) -> f64| {
                (0..self.cols).map(|col| side(&margins[row * self.cols + col])).fold(0.0, f64::max)
            };
            plan.lefts = (0..self.cols).map(|col| column(col, |m| m.left)).collect();
            plan.rights = (0..self.cols).map(|col| column(col, |m| m.right)).collect();
            plan.tops = (0..self.rows).map(|row| line(row, |m| m.top)).collect();
            plan.bottoms = (0..self.rows).map(|row| line(row, |m| m.bottom)).collect();
            let taken: f64 = plan.lefts.iter().chain(&plan.rights).sum();
            plan.width = ((room - taken) / self.cols as f64).max(20.0);
            plan.heights = (0..self.rows).map(|row| self.height(&plan, row)).collect();
        }
        plan
    }

    /// A row is as high as its highest panel.
    fn height(&self, plan: &Plan, row: usize) -> f64 {
        let cells = plan.cells[row * self.cols..(row + 1) * self.cols].iter().flatten();
        cells.map(|cell| cell.ratio * plan.width).fold(0.0, f64::max)
    }

    /// Hides the tick labels a neighbour to the left or below shows already.
    fn share(&self, cells: &mut [Option<Cell>]) {
        for row in 0..self.rows {
            for col in 0..self.cols {
                let k = row * self.cols + col;
                let Some(cell) = &cells[k] else { continue };
                let below = (row + 1 < self.rows).then(|| cells[k + self.cols].as_ref()).flatten();
                let beside = (col > 0).then(|| cells[k - 1].as_ref()).flatten();
                let show_x = !below.is_some_and(|other| cell.x == other.x);
                // A colour bar between two panels parts them, and so does a different height.
                let alike = |other: &Cell| cell.y == other.y && cell.ratio == other.ratio && !other.bar;
                let show_y = !beside.is_some_and(alike);
                if let Some(cell) = &mut cells[k] {
                    (cell.show_x, cell.show_y) = (show_x, show_y);
                }
            }
        }
    }
}

/// Sizes found by [`Figure::plan`].
struct Plan {
    cells: Vec<Option<Cell>>,
    width: f64,
    lefts: Vec<f64>,
    rights: Vec<f64>,
    tops: Vec<f64>,
    bottoms: Vec<f64>,
    heights: Vec<f64>,
}

impl Plan {
    /// Width and height of a data rectangle: equal axes keep their ratio, others fill the row.
    fn place(&self, panel: &Panel, cell: &Cell, row: usize) -> [f64; 2] {
        let height = if panel.equal { cell.ratio * self.width } else { self.heights[row] };
        [self.width, height]
    }
}
