//! DRAGAN: a slope of one around the data.

use super::{GradientPenalty, Penalty, Sided, Site};
use crate::{num::Scalar, registry::settings};

settings! {
    /// λ/2 · E (‖∇ₓD‖ − g₀)² in a neighbourhood of the data. Kodali et al. 2017. On the small games the
    /// neighbourhood is shrunk to the data: where D is linear its size makes no difference.
    Dragan: "λ/2 · E_around (‖∇ₓD‖ − g₀)²", "Kodali et al. 2017" {
        /// Strength λ ≥ 0.
        lambda: f64 = 1.0 => ["crate::registry::check::non_negative"],
        /// Target g₀ ≥ 0 of the slope.
        target: f64 = 1.0 => ["crate::registry::check::non_negative"],
    }
}

impl Penalty for Dragan {
    fn sites(&self) -> &'static [Site] {
        &[Site::Around]
    }
    #[inline(always)]
    fn density<S: Scalar>(&self, site: Site, d: S, g2: S) -> S {
        GradientPenalty { lambda: self.lambda, target: self.target, sided: Sided::Two }.density(site, d, g2)
    }
}
