//! The relativistic pairing loss.

use super::Loss;
use crate::{num::Scalar, registry::settings};

settings! {
    /// L = E f(D(G(z)) − D(x)) over independent pairs, f(t) = −log(1+e⁻ᵗ), zero-sum. Jolicoeur-Martineau 2018;
    /// Huang et al. 2024. It sees differences of logits only, so an output bias of D is a null direction. On the
    /// Dirac-GAN it is the minimax game up to a constant.
    Relativistic: "L_G = L, L_D = −L, L = −softplus(D(x) − D(G(z))), independent pairs", "Jolicoeur-Martineau 2018; Huang et al. 2024 (R3GAN)" {}
}

impl Loss for Relativistic {
    #[inline(always)]
    fn discriminator<S: Scalar>(&self, real: S, fake: S) -> S {
        (real - fake).softplus()
    }
    #[inline(always)]
    fn generator<S: Scalar>(&self, real: S, fake: S) -> S {
        -self.discriminator(real, fake)
    }
    fn paired(&self) -> bool {
        true
    }
    fn tame(&self) -> bool {
        true
    }
}
