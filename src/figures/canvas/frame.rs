//! The data rectangle of a panel on the page.

use super::axis::Axis;
use super::path::{Edges, Point, inside};

/// A rectangle on the page with its two axes.
#[derive(Debug, Clone)]
pub(super) struct Frame {
    /// Left and top.
    pub(super) at: Point,
    /// Width and height.
    pub(super) size: Point,
    pub(super) x: Axis,
    pub(super) y: Axis,
}

impl Frame {
    pub(super) fn edges(&self) -> Edges {
        let [x, y] = self.at;
        [x, y, x + self.size[0], y + self.size[1]]
    }

    /// Where a point of the data lies on the page, perhaps outside the frame.
    pub(super) fn map(&self, p: Point) -> Option<Point> {
        let (tx, ty) = (self.x.fraction(p[0])?, self.y.fraction(p[1])?);
        Some([self.at[0] + tx * self.size[0], self.at[1] + (1.0 - ty) * self.size[1]])
    }

    /// Where a point of the data lies on the page, if inside the frame.
    pub(super) fn place(&self, p: Point) -> Option<Point> {
        self.map(p).filter(|&q| inside(self.edges(), q))
    }

    /// The page x of a value, kept inside the frame; infinities go to its ends.
    pub(super) fn column(&self, value: f64) -> f64 {
        self.at[0] + bounded(&self.x, value) * self.size[0]
    }

    /// The page y of a value, kept inside the frame.
    pub(super) fn row(&self, value: f64) -> f64 {
        self.at[1] + (1.0 - bounded(&self.y, value)) * self.size[1]
    }
}

fn bounded(axis: &Axis, value: f64) -> f64 {
    let end = if value > 0.0 && value.is_infinite() { 1.0 } else { 0.0 };
    axis.fraction(value).unwrap_or(end).clamp(0.0, 1.0)
}
