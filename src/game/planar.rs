//! The Dirac-GAN on two numbers: the same losses without slices, for sweeps over many points.

use super::{DiracModel, Game, Gan, Player};
use crate::{
    loss::Loss,
    num::{Dual, Scalar},
    penalty::{Penalty, Site},
};

/// A view of the one-dimensional Dirac-GAN without bias and noise: D_ψ(x) = ψx on δ_θ against δ₀.
///
/// That D vanishes on the data and has slope ψ everywhere is written out here, where the compiler sees it; loss and
/// penalties are the ones of the [`Gan`], and so are the bits.
#[derive(Debug)]
pub struct Plane<'a, L, P> {
    /// What each player minimises.
    pub loss: &'a L,
    /// Added to the discriminator's loss.
    pub penalty: &'a [P],
    /// |ψ| ≤ clip after each update.
    pub clip: Option<f64>,
}

impl<L: Loss, P: Penalty + serde::Serialize> Gan<DiracModel, L, P> {
    /// The game on two numbers; `None` with noise, a bias, or θ and ψ that are vectors.
    pub fn plane(&self) -> Option<Plane<'_, L, P>> {
        let fits = self.model.dim == 1 && !self.model.bias && self.noise.sigma == 0.0;
        fits.then_some(Plane { loss: &self.loss, penalty: &self.penalty, clip: self.clip })
    }
}

/// `who`'s loss of the pair (D(0), D(θ)) = (0, ψθ), penalties apart.
#[inline(always)]
pub(crate) fn pair<L: Loss, S: Scalar>(loss: &L, who: Player, theta: S, psi: S) -> S {
    match who {
        Player::Generator => loss.generator(S::zero(), psi * theta),
        Player::Discriminator => loss.discriminator(S::zero(), psi * theta),
    }
}

/// The density of a penalty at one kind of points: ‖∇ₓD‖² = ψ² everywhere.
#[inline(always)]
pub(crate) fn density<P: Penalty, S: Scalar>(penalty: &P, site: Site, theta: S, psi: S) -> S {
    let d = match site {
        Site::Real | Site::Around => S::zero(),
        Site::Fake => psi * theta,
        Site::Between => psi * (theta * 0.5),
    };
    penalty.density(site, d, psi.square())
}

/// ∂L_who/∂(who's number) of [`pair`].
#[inline(always)]
pub(crate) fn pair_slope<L: Loss>(loss: &L, who: Player, theta: f64, psi: f64) -> f64 {
    match who {
        Player::Generator => pair(loss, who, Dual::seed(theta), Dual::lift(psi)).eps,
        Player::Discriminator => pair(loss, who, Dual::lift(theta), Dual::seed(psi)).eps,
    }
}

/// ∂/∂ψ of [`density`].
#[inline(always)]
pub(crate) fn density_slope<P: Penalty>(penalty: &P, site: Site, theta: f64, psi: f64) -> f64 {
    density(penalty, site, Dual::lift(theta), Dual::seed(psi)).eps
}

impl<L: Loss, P: Penalty> Game for Plane<'_, L, P> {
    fn dims(&self) -> [usize; 2] {
        [1, 1]
    }
    #[inline(always)]
    fn loss<S: Scalar>(&self, who: Player, x: &[S]) -> S {
        let (theta, psi) = (x[0], x[1]);
        let sum = pair(self.loss, who, theta, psi);
        if who == Player::Generator || self.penalty.is_empty() {
            return sum;
        }
        let mut cost = S::zero();
        for penalty in self.penalty {
            for &site in penalty.sites() {
                cost += density(penalty, site, theta, psi);
            }
        }
        sum + cost
    }
    #[inline(always)]
    fn project<S: Scalar>(&self, x: &mut [S]) {
        if let Some(c) = self.clip {
            x[1] = x[1].clamp(-c, c);
        }
    }
    fn equilibria(&self) -> Vec<Vec<f64>> {
        vec![vec![0.0, 0.0]]
    }
}
