//! A circle.

use super::{Plane, Points, Shape};
use crate::registry::settings;

settings! {
    /// Uniform on a circle about the origin, blurred by σ.
    Circle: "r(cos 2πt, sin 2πt) + σε, t uniform on [0, 1]", "Mescheder et al. 2018, Section 5" {
        /// r > 0.
        radius: f64 = 1.0 => ["crate::registry::check::positive"],
        /// σ ≥ 0.
        sigma: f64 = 0.0 => ["crate::registry::check::non_negative"],
    }
}

impl Plane for Circle {
    fn shape(&self) -> Shape {
        Shape { points: Points::Circle(self.radius), sigma: self.sigma }
    }
}
