//! The optimal discriminator and what it tells the generator: Goodfellow et al. 2014, section 4, in numbers.

use super::{
    divergence::{Common, DivergenceError, between, pair, sum},
    law::{Estimate, Law, LawError},
};
use crate::{
    loss::divergence::Divergence,
    num::{Double, Dual, Scalar, quadrature},
};

/// D*(x) = p/(p+q), the probability that x is real, from the densities there; ½ where neither has mass.
pub fn optimal(p: f64, q: f64) -> f64 {
    if p + q == 0.0 { 0.5 } else { p / (p + q) }
}

/// C(G) = E_p log D* + E_q log(1 − D*), what the generator minimises against the optimal discriminator.
///
/// Summed as it stands: that it is −log 4 + 2 JSD is for the claims to show.
///
/// # Errors
/// If one law is discrete and the other normal, or the numbers of points differ.
pub fn criterion(p: &Law, q: &Law) -> Result<Estimate, LawError> {
    Ok(match pair(p, q)? {
        Common::Points(points) => sum(points.iter().map(|(p, q)| {
            // 0·log 0 = 0
            let share = |x: Double| if x.hi > 0.0 { x * (x / (*p + *q)).ln() } else { Double::default() };
            share(*p) + share(*q)
        })),
        Common::Line(line) => line.integrate(None, |x| {
            // log D* = −softplus(log q − log p)
            let (p, q) = (line.p.log(x), line.q.log(x));
            -(Scalar::exp(p) * (q - p).softplus() + Scalar::exp(q) * (p - q).softplus())
        }),
    })
}

/// The Jensen–Shannon divergence, between 0 and log 2.
///
/// # Errors
/// As for [`between`].
pub fn jensen_shannon(p: &Law, q: &Law) -> Result<Estimate, DivergenceError> {
    between(&Divergence::weighted_jensen_shannon(0.5), p, q)
}

/// A generator that moves while the discriminator stands still: data N(0, 1), generated N(θ, 1), D frozen at the one
/// that is optimal for θ = `at`.
///
/// The frozen D promises an improvement for *every* move in its direction; the divergence keeps it only for small ones
/// ("the generator must not move too far").
#[derive(Clone, Copy, Debug)]
pub struct Frozen {
    /// Where D is optimal.
    pub at: f64,
}

impl Frozen {
    /// E log(1 − D*(x)), x ~ N(θ, 1): the generator's loss under the frozen D, whose fakeness logit is
    /// log(q/p) = at·x − at²/2.
    pub fn loss<S: Scalar>(&self, theta: S) -> S {
        let a = self.at;
        let nodes = quadrature::trapezoid(quadrature::trapezoid_step(std::f64::consts::PI / a.abs().max(1e-3)));
        let mut total = S::zero();
        for i in 0..nodes.len() {
            let logit = (theta + nodes.points[i]) * a + -0.5 * a * a;
            total -= (-logit).softplus() * nodes.weights[i];
        }
        total
    }

    /// The slope of the loss at θ = `at`.
    pub fn slope(&self) -> f64 {
        self.loss(Dual::seed(self.at)).eps
    }

    /// Where one gradient step of that size lands.
    pub fn after(&self, lr: f64) -> f64 {
        self.at - lr * self.slope()
    }

    /// The step size above which one gradient step *raises* the divergence: it overshoots to −`at`, by symmetry.
    pub fn largest_step(&self) -> f64 {
        2.0 * self.at / self.slope()
    }
}

/// sup E_P T − E_Q T over critics T of Lipschitz constant ≤ k on two point masses a distance apart: k·distance.
///
/// The best response of a critic without a Lipschitz condition is k = ∞: no maximum, the value runs away as soon as the
/// laws differ at all.
pub fn best_response(distance: f64, lipschitz: f64) -> f64 {
    if distance == 0.0 { 0.0 } else { lipschitz * distance.abs() }
}
