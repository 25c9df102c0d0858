//! Zero-centred penalty on the data.

use super::{Penalty, Site};
use crate::{num::Scalar, registry::settings};

settings! {
    /// R₁ = γ/2 · E_data ‖∇ₓD‖². Mescheder et al. 2018, eq. (9).
    R1: "γ/2 · E_data ‖∇ₓD‖²", "Mescheder et al. 2018, eq. (9)" {
        /// Strength γ ≥ 0.
        gamma: f64 = 0.3 => ["crate::registry::check::non_negative"],
    }
}

impl Penalty for R1 {
    fn sites(&self) -> &'static [Site] {
        &[Site::Real]
    }
    #[inline(always)]
    fn density<S: Scalar>(&self, _site: Site, _d: S, g2: S) -> S {
        g2 * (0.5 * self.gamma)
    }
    fn reads_logit(&self) -> bool {
        false
    }
    fn tame(&self) -> bool {
        true
    }
}
