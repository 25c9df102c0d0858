//! The non-saturating generator.

use super::{Loss, Minimax};
use crate::{num::Scalar, registry::settings};

settings! {
    /// The discriminator of [`Minimax`]; the generator minimises −f(−D(G(z))) = softplus(D(G(z))).
    /// Goodfellow et al. 2014, section 3. Not zero-sum: the flow is damped cubically (derived here).
    NonSaturating: "L_G = softplus(D(G(z))), L_D = softplus(−D(G(z))) + softplus(D(x))", "Goodfellow et al. 2014, section 3" {}
}

impl Loss for NonSaturating {
    #[inline(always)]
    fn discriminator<S: Scalar>(&self, real: S, fake: S) -> S {
        Minimax {}.discriminator(real, fake)
    }
    #[inline(always)]
    fn generator<S: Scalar>(&self, _real: S, fake: S) -> S {
        fake.softplus()
    }
    fn tame(&self) -> bool {
        true
    }
}
