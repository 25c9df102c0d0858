//! f-GANs.

use super::{
    Loss,
    divergence::{Divergence, Family},
};
use crate::{
    num::Scalar,
    registry::{check, settings},
};
use serde::de::{Deserializer, Error};

settings! {
    /// L_D = −g_f(V(x)) + f*(g_f(V(G(z)))), V = −D, zero-sum: the discriminator estimates the f-divergence of data and
    /// generator, the generator minimises the estimate. Nowozin, Cseke, Tomioka 2016. On the Dirac-GAN the field
    /// rotates at a = (f*∘g_f)'(0): e⁻¹ for KL, 1 for reverse KL, Pearson and squared Hellinger, ½ for Jensen–Shannon,
    /// `gan` and total variation (derived here).
    FGan: "L_D = −g_f(V(x)) + f*(g_f(V(G(z)))), L_G = −L_D, V = −D", "Nowozin, Cseke, Tomioka 2016 (f-GAN)" {
        /// The divergence.
        divergence: Family = Family::Gan,
        /// Order α of `alpha`, neither 0 nor 1.
        alpha: f64 = 0.5 => ["order"],
        /// Weight π in (0, 1) of the data in `weighted_jensen_shannon`.
        pi: f64 = 0.5 => ["check::open_unit"],
    }
}

fn order<'de, D: Deserializer<'de>>(d: D) -> Result<f64, D::Error> {
    let alpha = check::finite(d)?;
    let objection = Divergence::alpha(alpha).objection();
    objection.map_or(Ok(alpha), |objection| Err(D::Error::custom(objection)))
}

impl FGan {
    /// The divergence with its numbers.
    #[inline(always)]
    pub fn divergence(&self) -> Divergence {
        Divergence { family: self.divergence, alpha: self.alpha, pi: self.pi }
    }
}

impl Loss for FGan {
    #[inline(always)]
    fn discriminator<S: Scalar>(&self, real: S, fake: S) -> S {
        let divergence = self.divergence();
        divergence.conjugate_of_activation(-fake) - divergence.activation(-real)
    }
    #[inline(always)]
    fn generator<S: Scalar>(&self, real: S, fake: S) -> S {
        -self.discriminator(real, fake)
    }
    fn tame(&self) -> bool {
        self.divergence().tame()
    }
    #[inline]
    fn switches<S: Scalar>(&self, _real: S, fake: S, out: &mut Vec<S>) {
        out.extend(self.divergence().switch(-fake));
    }
    fn balance(&self) -> f64 {
        -self.divergence().balance()
    }
}
