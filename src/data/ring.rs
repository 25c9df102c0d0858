//! Gaussians on a circle.

use super::{Plane, Points, Shape, shape::on_circle};
use crate::registry::settings;

settings! {
    /// A mixture of equal Gaussians of width σ, evenly spaced on a circle about the origin. The ring of 8 with
    /// radius 1 and σ 0.01 is that of Mescheder, Nowozin, Geiger 2017.
    Ring: "1/k Σᵢ N(r(cos 2πi/k, sin 2πi/k), σ²I)", "Mescheder, Nowozin, Geiger 2017 (The Numerics of GANs)" {
        /// k ≥ 1, how many.
        modes: usize = 8 => ["crate::registry::check::size"],
        /// r > 0.
        radius: f64 = 1.0 => ["crate::registry::check::positive"],
        /// σ ≥ 0.
        sigma: f64 = 0.01 => ["crate::registry::check::non_negative"],
    }
}

impl Plane for Ring {
    fn shape(&self) -> Shape {
        let centre = |i| on_circle(self.radius, i as f64 / self.modes as f64);
        Shape { points: Points::Atoms((0..self.modes).map(centre).collect()), sigma: self.sigma }
    }
}
