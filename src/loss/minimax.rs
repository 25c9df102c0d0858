//! The original GAN game.

use super::Loss;
use crate::{num::Scalar, registry::settings};

settings! {
    /// L = f(D(G(z))) + f(−D(x)) with f(t) = −log(1+e⁻ᵗ): zero-sum, f'(0) = ½, f''(0) = −¼.
    /// Goodfellow et al. 2014 in the notation of Mescheder et al. 2018, eq. (1).
    Minimax: "L_G = L, L_D = −L, L = −softplus(−D(G(z))) − softplus(D(x))", "Goodfellow et al. 2014; Mescheder et al. 2018, eq. (1)" {}
}

impl Loss for Minimax {
    #[inline(always)]
    fn discriminator<S: Scalar>(&self, real: S, fake: S) -> S {
        real.softplus() + (-fake).softplus()
    }
    #[inline(always)]
    fn generator<S: Scalar>(&self, real: S, fake: S) -> S {
        -self.discriminator(real, fake)
    }
    fn tame(&self) -> bool {
        true
    }
}
