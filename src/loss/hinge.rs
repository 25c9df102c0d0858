//! The hinge loss.

use super::Loss;
use crate::{num::Scalar, registry::settings};

settings! {
    /// L_D = max(0, 1 + D(x)) + max(0, 1 − D(G(z))), L_G = D(G(z)), D high on fakes. Lim & Ye 2017; Miyato et al.
    /// 2018. Within the margin it is the Wasserstein game; on the Dirac-GAN the flow from outside settles on the circle
    /// of radius √2 (derived here).
    Hinge: "L_D = max(0, 1 + D(x)) + max(0, 1 − D(G(z))), L_G = D(G(z))", "Lim, Ye 2017 (Geometric GAN); Miyato et al. 2018" {}
}

impl Loss for Hinge {
    #[inline(always)]
    fn discriminator<S: Scalar>(&self, real: S, fake: S) -> S {
        (real + 1.0).relu() + (-fake + 1.0).relu()
    }
    #[inline(always)]
    fn generator<S: Scalar>(&self, _real: S, fake: S) -> S {
        fake
    }
    #[inline]
    fn switches<S: Scalar>(&self, real: S, fake: S, out: &mut Vec<S>) {
        out.extend([real + 1.0, -fake + 1.0]);
    }
}
