//! The Dirac-GAN on two numbers: the same losses without slices, for sweeps over many points.

use super::{Game, Player};
use crate::{
    loss::Loss,
    num::{Dual, Scalar},
    penalty::{Penalty, Site},
};
use std::ops::Range;

/// A view of the one-dimensional Dirac-GAN without bias and noise: D_ψ(x) = ψx on δ_θ against δ₀.
///
/// That D vanishes on the data and has slope ψ everywhere is written out here, where the compiler sees it; loss and
/// penalties are the ones of the [`Gan`](super::Gan).
#[derive(Debug)]
pub struct Plane<'a, L, P> {
    /// What each player minimises.
    pub loss: &'a L,
    /// Added to the discriminator's loss.
    pub penalty: &'a [P],
    /// |ψ| ≤ clip after each update.
    pub clip: Option<f64>,
}

/// `who`'s loss at the logit of the generated point, the other logit being 0.
#[inline(always)]
fn pair<L: Loss, S: Scalar>(loss: &L, who: Player, logit: S) -> S {
    match who {
        Player::Generator => loss.generator(S::zero(), logit),
        Player::Discriminator => loss.discriminator(S::zero(), logit),
    }
}

/// The density of a penalty at one kind of points.
#[inline(always)]
fn density<P: Penalty, S: Scalar>(penalty: &P, site: Site, theta: S, psi: S) -> S {
    let d = match site {
        Site::Real | Site::Around => S::zero(),
        Site::Fake => psi * theta,
        Site::Between => psi * (theta * 0.5),
    };
    penalty.density(site, d, psi.square())
}

/// The derivative of [`pair`] along the coordinate of `of`, for ∂(ψθ)/∂θ = ψ and ∂(ψθ)/∂ψ = θ.
#[inline(always)]
pub(crate) fn pair_slope<L: Loss, S: Scalar>(loss: &L, who: Player, of: Player, theta: S, psi: S) -> S {
    let along = if of == Player::Generator { psi } else { theta };
    // The derivative of a constant as −0: x + (−0) is x for every x, +0 not for −0, so that only −0 costs nothing.
    let (real, fake) = (Dual::new(S::zero(), -S::zero()), Dual::new(psi * theta, along));
    match who {
        Player::Generator => loss.generator_slope(real, fake),
        Player::Discriminator => loss.discriminator_slope(real, fake),
    }
}

/// The derivative of [`density`] along the coordinate of `of`.
#[inline(always)]
pub(crate) fn density_slope<P: Penalty, S: Scalar>(penalty: &P, site: Site, of: Player, theta: S, psi: S) -> S {
    let (theta, psi) = match of {
        Player::Generator => (Dual::seed(theta), Dual::lift(psi)),
        Player::Discriminator => (Dual::lift(theta), Dual::seed(psi)),
    };
    density(penalty, site, theta, psi).eps
}

impl<L: Loss, P: Penalty> Plane<'_, L, P> {
    /// The loss of the pair, plus what the penalties add up to if there are any.
    #[inline(always)]
    fn total<S: Scalar>(&self, who: Player, pair: S, of_penalty: impl Fn(&P, Site) -> S) -> S {
        if who == Player::Generator {
            return pair;
        }
        let mut cost = None;
        for penalty in self.penalty {
            for &site in penalty.sites() {
                let one = of_penalty(penalty, site);
                cost = Some(cost.map_or(one, |sum| sum + one));
            }
        }
        cost.map_or(pair, |cost| pair + cost)
    }
}

impl<L: Loss, P: Penalty> Game for Plane<'_, L, P> {
    fn dims(&self) -> [usize; 2] {
        [1, 1]
    }
    #[inline(always)]
    fn loss<S: Scalar>(&self, who: Player, x: &[S]) -> S {
        let (theta, psi) = (x[0], x[1]);
        self.total(who, pair(self.loss, who, psi * theta), |p, site| density(p, site, theta, psi))
    }
    #[inline(always)]
    fn grad<S: Scalar>(&self, who: Player, wrt: Range<usize>, x: &[S], out: &mut [S]) {
        let (theta, psi) = (x[0], x[1]);
        for i in wrt {
            let of = Player::BOTH[i];
            let slope = pair_slope(self.loss, who, of, theta, psi);
            out[i] = self.total(who, slope, |p, site| density_slope(p, site, of, theta, psi));
        }
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
