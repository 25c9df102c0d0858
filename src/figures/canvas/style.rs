//! Size of a figure and of its letters.

/// Width and font size of a figure, in points (1/72 inch).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Style {
    /// Size of labels and titles; tick labels are a little smaller.
    pub font_size: f64,
    /// Width of the whole picture; the height follows from the content.
    pub width: f64,
}

impl Style {
    /// One column of a two-column paper: 3.3 inches, 8 pt.
    pub const fn column() -> Self {
        Self { font_size: 8.0, width: 237.6 }
    }

    /// The whole width of a page: 7 inches, 8 pt.
    pub const fn page() -> Self {
        Self { font_size: 8.0, width: 504.0 }
    }

    /// The same width with another font size (kept between 4 and 40 pt).
    pub fn font_size(self, points: f64) -> Self {
        let font_size = if points.is_finite() { points.clamp(4.0, 40.0) } else { self.font_size };
        Self { font_size, ..self }
    }

    /// The same letters on another width (at least 100 pt).
    pub fn width(self, points: f64) -> Self {
        let width = if points.is_finite() { points.max(100.0) } else { self.width };
        Self { width, ..self }
    }

    /// Size of tick labels, legends and notes.
    pub(super) fn small(self) -> f64 {
        0.86 * self.font_size
    }
}

impl Default for Style {
    fn default() -> Self {
        Self::column()
    }
}
