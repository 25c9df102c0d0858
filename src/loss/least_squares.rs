//! Least squares.

use super::Loss;
use crate::{num::Scalar, registry::settings};

settings! {
    /// On the realness logit V = −D, with labels a (fake), b (real) and c (the generator's target):
    /// L_D = ½(V(x) − b)² + ½(V(G(z)) − a)², L_G = ½(V(G(z)) − c)². Mao et al. 2017. The optimal discriminator of
    /// equal densities is V = (a+b)/2. On the Dirac-GAN without bias the eigenvalues are ±√(ca): a saddle for ca > 0,
    /// nilpotent for a = 0 (derived here).
    LeastSquares: "L_D = ½(V(x) − b)² + ½(V(G(z)) − a)², L_G = ½(V(G(z)) − c)², V = −D", "Mao et al. 2017 (LSGAN)" {
        /// a, the label of generated points.
        fake: f64 = 0.0 => ["crate::registry::check::finite"],
        /// b, the label of data.
        real: f64 = 1.0 => ["crate::registry::check::finite"],
        /// c, what the generator aims at.
        target: f64 = 1.0 => ["crate::registry::check::finite"],
    }
}

impl Loss for LeastSquares {
    #[inline(always)]
    fn discriminator<S: Scalar>(&self, real: S, fake: S) -> S {
        ((-real + -self.real).square() + (-fake + -self.fake).square()) * 0.5
    }
    #[inline(always)]
    fn generator<S: Scalar>(&self, _real: S, fake: S) -> S {
        (-fake + -self.target).square() * 0.5
    }
    fn balance(&self) -> f64 {
        -(self.fake + self.real) / 2.0
    }
    fn tame(&self) -> bool {
        true
    }
}
