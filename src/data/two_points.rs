//! Two points.

use super::{Plane, Points, Shape};
use crate::registry::settings;

settings! {
    /// ½δ_a + ½δ_b, blurred by σ: the least law with modes to lose. With a = b it is the Dirac of the plane.
    TwoPoints: "½ N(a, σ²I) + ½ N(b, σ²I)", "derived here" {
        /// a.
        first: [f64; 2] = [-1.0, 0.0] => ["crate::registry::check::point"],
        /// b.
        second: [f64; 2] = [1.0, 0.0] => ["crate::registry::check::point"],
        /// σ ≥ 0.
        sigma: f64 = 0.0 => ["crate::registry::check::non_negative"],
    }
}

impl Plane for TwoPoints {
    fn shape(&self) -> Shape {
        Shape { points: Points::Atoms(vec![self.first, self.second]), sigma: self.sigma }
    }
}
