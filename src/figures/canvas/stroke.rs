//! How lines, areas and points look.

use super::colour::{BLACK, BLUE, Color, GREY, RED};

/// A line: colour, width in points, dashes.
#[derive(Debug, Clone, PartialEq)]
pub struct Stroke {
    pub(super) color: Color,
    pub(super) width: f64,
    pub(super) dash: &'static [f64],
}

impl Stroke {
    /// A solid line of 1.1 pt.
    pub const fn solid(color: Color) -> Self {
        Self { color, width: 1.1, dash: &[] }
    }

    /// A dashed line of 0.9 pt.
    pub const fn dashed(color: Color) -> Self {
        Self { color, width: 0.9, dash: &[4.0, 2.2] }
    }

    /// A dotted line of 0.9 pt.
    pub const fn dotted(color: Color) -> Self {
        Self { color, width: 0.9, dash: &[1.0, 1.8] }
    }

    /// A thin grey line for axes and thresholds.
    pub const fn guide() -> Self {
        Self { color: GREY, width: 0.6, dash: &[] }
    }

    /// The same line with another width in points.
    pub const fn width(mut self, points: f64) -> Self {
        self.width = points;
        self
    }
}

impl Default for Stroke {
    fn default() -> Self {
        Self::solid(BLUE)
    }
}

/// An area: a tint, or hatching.
#[derive(Debug, Clone, PartialEq)]
pub struct Fill {
    pub(super) color: Color,
    pub(super) opacity: f64,
    pub(super) hatch: bool,
}

impl Fill {
    /// A light tint of the colour.
    pub const fn tint(color: Color) -> Self {
        Self { color, opacity: 0.14, hatch: false }
    }

    /// A light tint with diagonal lines: forbidden regions.
    pub const fn hatch(color: Color) -> Self {
        Self { color, opacity: 0.12, hatch: true }
    }

    /// The same area with another opacity (0 to 1).
    pub const fn opacity(mut self, opacity: f64) -> Self {
        self.opacity = opacity;
        self
    }
}

/// Outline of a [`Marker`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// A filled disc.
    Dot,
    /// A circle, white inside.
    Ring,
    /// Two crossing lines.
    Cross,
    /// A filled square.
    Square,
    /// A filled square on its tip.
    Diamond,
    /// A filled triangle.
    Triangle,
}

/// A point: shape, radius in points, colour.
#[derive(Debug, Clone, PartialEq)]
pub struct Marker {
    pub(super) shape: Shape,
    pub(super) radius: f64,
    pub(super) color: Color,
}

impl Marker {
    /// A marker of the given shape and colour, 2 pt in radius.
    pub const fn new(shape: Shape, color: Color) -> Self {
        Self { shape, radius: 2.0, color }
    }

    /// A filled disc.
    pub const fn dot(color: Color) -> Self {
        Self::new(Shape::Dot, color)
    }

    /// A circle, white inside.
    pub const fn ring(color: Color) -> Self {
        Self::new(Shape::Ring, color)
    }

    /// Where a run starts: a red disc.
    pub const fn start() -> Self {
        Self { shape: Shape::Dot, radius: 2.6, color: RED }
    }

    /// An equilibrium: a black cross.
    pub const fn equilibrium() -> Self {
        Self { shape: Shape::Cross, radius: 2.6, color: BLACK }
    }

    /// The same marker with another radius in points.
    pub const fn radius(mut self, points: f64) -> Self {
        self.radius = points;
        self
    }
}
