//! One Gaussian.

use super::{Plane, Points, Shape};
use crate::registry::settings;

settings! {
    /// N(centre, σ²I).
    Gaussian: "N(c, σ²I)", "derived here" {
        /// c, any point.
        centre: [f64; 2] = [0.0, 0.0] => ["crate::registry::check::point"],
        /// σ ≥ 0.
        sigma: f64 = 1.0 => ["crate::registry::check::non_negative"],
    }
}

impl Plane for Gaussian {
    fn shape(&self) -> Shape {
        Shape { points: Points::Atoms(vec![self.centre]), sigma: self.sigma }
    }
}
