//! A line segment.

use super::{Plane, Points, Shape};
use crate::registry::settings;

settings! {
    /// Uniform on the segment between two points, blurred by σ.
    Segment: "(1−t)a + tb + σε, t uniform on [0, 1]", "derived here" {
        /// a.
        from: [f64; 2] = [-1.0, 0.0] => ["crate::registry::check::point"],
        /// b.
        to: [f64; 2] = [1.0, 0.0] => ["crate::registry::check::point"],
        /// σ ≥ 0.
        sigma: f64 = 0.0 => ["crate::registry::check::non_negative"],
    }
}

impl Plane for Segment {
    fn shape(&self) -> Shape {
        Shape { points: Points::Segments(vec![[self.from, self.to]]), sigma: self.sigma }
    }
}
