//! The LeCam regulariser.

use super::{Penalty, Site};
use crate::{num::Scalar, registry::settings};

settings! {
    /// λ(E_data |V(x) − α_F|² + E_fake |V(G(z)) − α_R|²), V = −D the realness logit. Tseng et al. 2021, with constant
    /// anchors: their moving averages of V over data (α_R) and over generated points (α_F) would be memory of a rule.
    /// On the Dirac-GAN it changes J off the diagonal only, so it damps nothing locally (derived here).
    LeCam: "λ(E_data (V − α_F)² + E_fake (V − α_R)²), V = −D, constant anchors", "Tseng et al. 2021" {
        /// Strength λ ≥ 0.
        lambda: f64 = 0.3 => ["crate::registry::check::non_negative"],
        /// α_R, the anchor of the data, in the realness logit.
        real: f64 = 0.0 => ["crate::registry::check::finite"],
        /// α_F, the anchor of the generated points, in the realness logit.
        fake: f64 = 0.0 => ["crate::registry::check::finite"],
    }
}

impl Penalty for LeCam {
    fn sites(&self) -> &'static [Site] {
        &[Site::Real, Site::Fake]
    }
    #[inline(always)]
    fn density<S: Scalar>(&self, site: Site, d: S, _g2: S) -> S {
        let anchor = if site == Site::Real { self.fake } else { self.real };
        (-d + -anchor).square() * self.lambda
    }
    fn tame(&self) -> bool {
        true
    }
}
