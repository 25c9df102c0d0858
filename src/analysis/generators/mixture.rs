//! Gaussian mixtures on the line: maximum likelihood by EM, and the two directions of KL.

use crate::num::{Dual, Scalar, elementary, quadrature};

/// One component.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bump {
    /// Its probability.
    pub weight: f64,
    /// Its mean.
    pub mean: f64,
    /// Its standard deviation.
    pub sd: f64,
}

/// A mixture of normals.
#[derive(Clone, Debug, PartialEq)]
pub struct Mixture(pub Vec<Bump>);

/// ln √(2π)
const LOG_ROOT_TWO_PI: f64 = 0.918_938_533_204_672_8;
/// EM would shrink a component onto a single point without end: the likelihood is unbounded there.
const SMALLEST: f64 = 1e-6;

impl Mixture {
    /// log density, without underflow.
    pub fn log_density<S: Scalar>(&self, x: S) -> S {
        let mut total: Option<S> = None;
        for b in self.0.iter().filter(|b| b.weight > 0.0) {
            let z = (x + -b.mean) * (1.0 / b.sd);
            let log = z.square() * -0.5 + (elementary::ln(b.weight / b.sd) - LOG_ROOT_TWO_PI);
            // log(eᵃ + eᵇ) = a + softplus(b − a)
            total = Some(total.map_or(log, |t| t + (log - t).softplus()));
        }
        total.unwrap_or_else(S::zero)
    }

    /// Mean log-likelihood of weighted points `(x, probability)`.
    pub fn likelihood(&self, points: &[(f64, f64)]) -> f64 {
        points.iter().map(|(x, p)| p * self.log_density(*x)).sum()
    }

    /// One step of EM (Dempster, Laird, Rubin 1977) on weighted points: never lowers the likelihood.
    #[must_use]
    pub fn em_step(&self, points: &[(f64, f64)]) -> Mixture {
        let mut sums = vec![[0.0; 3]; self.0.len()];
        for (x, p) in points {
            let all = self.log_density(*x);
            for (b, sum) in self.0.iter().zip(&mut sums) {
                let share = p * elementary::exp(Mixture(vec![*b]).log_density(*x) - all);
                *sum = [sum[0] + share, sum[1] + share * x, sum[2] + share * x * x];
            }
        }
        // A component that no point takes part in stays where it is, without weight.
        let update = |(b, [w, wx, wxx]): (&Bump, [f64; 3])| match w > 0.0 {
            false => Bump { weight: 0.0, ..*b },
            true => Bump { weight: w, mean: wx / w, sd: (wxx / w - (wx / w) * (wx / w)).max(0.0).sqrt().max(SMALLEST) },
        };
        Mixture(self.0.iter().zip(sums).map(update).collect())
    }

    /// The normal Q that minimises KL(P‖Q), what maximum likelihood does: mean and standard deviation of P. It covers
    /// every mode, and puts mass between them.
    pub fn covering(&self) -> [f64; 2] {
        let mean: f64 = self.0.iter().map(|b| b.weight * b.mean).sum();
        let square: f64 = self.0.iter().map(|b| b.weight * (b.sd * b.sd + b.mean * b.mean)).sum();
        [mean, (square - mean * mean).sqrt()]
    }

    /// KL(Q‖P) of Q = N(mean, e^(2·log_sd)), by quadrature with step `fineness` standard deviations.
    fn reverse_kl<S: Scalar>(&self, mean: S, log_sd: S, fineness: f64) -> S {
        let nodes = quadrature::trapezoid(fineness);
        let sd = log_sd.exp();
        let mut total = -log_sd + (-0.5 - LOG_ROOT_TWO_PI);
        for i in 0..nodes.len() {
            total -= self.log_density(mean + sd * nodes.points[i]) * nodes.weights[i];
        }
        total
    }

    /// A normal Q that minimises KL(Q‖P) near `start` = [mean, sd]: it picks a mode. `None` if the search does not
    /// settle.
    ///
    /// Newton's method on exact derivatives, held back to steps of half a unit and turned downhill where the curvature
    /// is negative.
    pub fn seeking(&self, start: [f64; 2]) -> Option<[f64; 2]> {
        let [mut mean, mut log_sd] = [start[0], elementary::ln(start[1])];
        for _ in 0..200 {
            let along = |m: f64, s: f64| {
                let inner = |re: f64, eps: f64| Dual::new(re, eps);
                // First derivative in each direction of the outer dual, second along (m, s).
                let of = |om: f64, os: f64| {
                    self.reverse_kl(
                        Dual::new(inner(mean, m), Dual::lift(om)),
                        Dual::new(inner(log_sd, s), Dual::lift(os)),
                        0.02,
                    )
                };
                [of(1.0, 0.0).eps, of(0.0, 1.0).eps]
            };
            let ([gm, gs], [_, gss]) = (along(1.0, 0.0), along(0.0, 1.0));
            let (a, b, c) = (gm.eps, gs.eps, gss.eps);
            let det = a * c - b * b;
            let (m, s) = if det > 0.0 && a > 0.0 {
                ((c * gm.re - b * gs.re) / det, (a * gs.re - b * gm.re) / det)
            } else {
                (gm.re, gs.re)
            };
            let length = m.abs().max(s.abs());
            let held = if length > 0.5 { 0.5 / length } else { 1.0 };
            mean -= held * m;
            log_sd -= held * s;
            if length < 1e-12 {
                return Some([mean, elementary::exp(log_sd)]);
            }
        }
        None
    }
}
