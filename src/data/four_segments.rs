//! Four line segments.

use super::{Plane, Points, Shape};
use crate::registry::settings;

settings! {
    /// Uniform on four parallel segments of length 2, one above the other and centred at the origin, blurred by σ.
    FourSegments: "(t, δ(i − 3/2)) + σε, t uniform on [−1, 1], i < 4", "after the four lines of Mescheder et al. 2018" {
        /// δ > 0, between neighbours.
        spacing: f64 = 0.5 => ["crate::registry::check::positive"],
        /// σ ≥ 0.
        sigma: f64 = 0.0 => ["crate::registry::check::non_negative"],
    }
}

impl Plane for FourSegments {
    fn shape(&self) -> Shape {
        let line = |i: u32| {
            let y = self.spacing * (f64::from(i) - 1.5);
            [[-1.0, y], [1.0, y]]
        };
        Shape { points: Points::Segments((0..4).map(line).collect()), sigma: self.sigma }
    }
}
