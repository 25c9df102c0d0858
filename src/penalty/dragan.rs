//! DRAGAN: a slope of one around the data.

use super::{GradientPenalty, Penalty, Sided, Site};
use crate::{num::Scalar, registry::settings};

settings! {
    /// λ/2 · E (‖∇ₓD‖ − g₀)² at x + N(0, σ²I), x from the data. Kodali et al. 2017. Where D is linear the width σ makes no
    /// difference.
    Dragan: "λ/2 · E_around (‖∇ₓD‖ − g₀)²", "Kodali et al. 2017" {
        /// Strength λ ≥ 0.
        lambda: f64 = 1.0 => ["crate::registry::check::non_negative"],
        /// Target g₀ ≥ 0 of the slope.
        target: f64 = 1.0 => ["crate::registry::check::non_negative"],
        /// Width σ ≥ 0 of the neighbourhood, 0.1 if not given; 0 is the data alone.
        #[serde(skip_serializing_if = "Option::is_none")]
        sigma: Option<f64> = None => ["crate::registry::check::non_negative_option"],
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
    fn reads_logit(&self) -> bool {
        false
    }
    fn tame(&self) -> bool {
        self.target == 0.0
    }
    fn width(&self) -> Option<f64> {
        self.sigma
    }
}
