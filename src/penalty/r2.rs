//! Zero-centred penalty on the generated points.

use super::{Penalty, Site};
use crate::{num::Scalar, registry::settings};

settings! {
    /// R₂ = γ/2 · E_fake ‖∇ₓD‖². Mescheder et al. 2018, eq. (10).
    R2: "γ/2 · E_fake ‖∇ₓD‖²", "Mescheder et al. 2018, eq. (10)" {
        /// Strength γ ≥ 0.
        gamma: f64 = 0.3 => ["crate::registry::check::non_negative"],
    }
}

impl Penalty for R2 {
    fn sites(&self) -> &'static [Site] {
        &[Site::Fake]
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
