//! The Wasserstein game.

use super::Loss;
use crate::{num::Scalar, registry::settings};

settings! {
    /// f(t) = t: zero-sum and linear in the logits, f'(0) = 1, f'' = 0. Arjovsky et al. 2017, in the sign of
    /// this crate (D high on fakes). The Lipschitz condition is up to clipping or a penalty.
    Wasserstein: "L_G = L, L_D = −L, L = D(G(z)) − D(x)", "Arjovsky, Chintala, Bottou 2017" {}
}

impl Loss for Wasserstein {
    #[inline(always)]
    fn discriminator<S: Scalar>(&self, real: S, fake: S) -> S {
        real - fake
    }
    #[inline(always)]
    fn generator<S: Scalar>(&self, real: S, fake: S) -> S {
        fake - real
    }
    fn tame(&self) -> bool {
        true
    }
}
