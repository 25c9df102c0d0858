//! Gaussians on a square grid.

use super::{Plane, Points, Shape};
use crate::registry::settings;

settings! {
    /// A mixture of side² equal Gaussians on a square grid about the origin; 25 of them by default.
    Grid: "1/k² Σ N(δ(i − (k−1)/2, j − (k−1)/2), σ²I), i, j < k", "the usual 25 Gaussians, e.g. Dumoulin et al. 2017" {
        /// k ≥ 1, Gaussians along a side.
        side: usize = 5 => ["crate::registry::check::dimension"],
        /// δ > 0, between neighbours.
        spacing: f64 = 1.0 => ["crate::registry::check::positive"],
        /// σ ≥ 0.
        sigma: f64 = 0.05 => ["crate::registry::check::non_negative"],
    }
}

impl Plane for Grid {
    fn shape(&self) -> Shape {
        let middle = (self.side as f64 - 1.0) / 2.0;
        let at = |i: usize| self.spacing * (i as f64 - middle);
        let centres = (0..self.side).flat_map(|j| (0..self.side).map(move |i| [at(i), at(j)])).collect();
        Shape { points: Points::Atoms(centres), sigma: self.sigma }
    }
}
