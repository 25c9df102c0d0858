//! The Jensen–Shannon-weighted zero-centred penalty.

use super::{Penalty, Site};
use crate::{num::Scalar, registry::settings};

settings! {
    /// γ/2 · [E_data σ(D)²‖∇ₓD‖² + E_fake σ(−D)²‖∇ₓD‖²], D a fakeness logit. Roth et al. 2017. At D = 0 each
    /// weight is ¼, so on the Dirac-GAN it acts as R₁ with γ/2 (derived here).
    Roth: "γ/2 · [E_data σ(D)²‖∇ₓD‖² + E_fake σ(−D)²‖∇ₓD‖²]", "Roth et al. 2017" {
        /// Strength γ ≥ 0.
        gamma: f64 = 0.3 => ["crate::registry::check::non_negative"],
    }
}

impl Penalty for Roth {
    fn sites(&self) -> &'static [Site] {
        &[Site::Real, Site::Fake]
    }
    #[inline(always)]
    fn density<S: Scalar>(&self, site: Site, d: S, g2: S) -> S {
        let weight = if site == Site::Real { d.sigmoid() } else { (-d).sigmoid() };
        weight.square() * g2 * (0.5 * self.gamma)
    }
    fn tame(&self) -> bool {
        true
    }
}
