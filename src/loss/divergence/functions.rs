//! f, f*, g_f, f*∘g_f and their limits, over any scalar.

use super::{Divergence, Domain, Family};
use crate::num::{Scalar, elementary};
use std::f64::consts::LN_2;

impl Divergence {
    /// f(u), u > 0. At 0 take [`f_at_zero`](Self::f_at_zero), a limit.
    pub fn f<S: Scalar>(&self, u: S) -> S {
        match self.family {
            Family::TotalVariation => (u + -1.0).abs() * 0.5,
            Family::Kl => u * u.ln(),
            Family::ReverseKl => -u.ln(),
            Family::Pearson => (u + -1.0).square(),
            Family::Neyman => (u + -1.0).square() / u,
            Family::SquaredHellinger => (u.sqrt() + -1.0).square(),
            Family::Jeffrey => (u + -1.0) * u.ln(),
            // The logarithms are gathered so that nothing cancels for large u.
            Family::JensenShannon => {
                let m = u * 0.5 + 0.5;
                u * (u / m).ln() - m.ln()
            }
            Family::WeightedJensenShannon => {
                // 1 − π in the scalar's own digits, which a small π needs.
                let (pi, rest) = (self.pi, S::of(-self.pi) + 1.0);
                let m = u * pi + rest;
                u * (u / m).ln() * pi - m.ln() * rest
            }
            Family::Gan => u * (u / (u + 1.0)).ln() - (u + 1.0).ln(),
            // Two forms of one formula: the first does not cancel at α → 0, the second not at α → 1.
            Family::Alpha if self.alpha < 0.5 => {
                let a = self.alpha;
                (exp_m1(u.ln() * a) / S::of(a) - (u + -1.0)) * (1.0 / (a - 1.0))
            }
            Family::Alpha => {
                let a = self.alpha;
                (u * exp_m1(u.ln() * (a - 1.0)) / S::of(a - 1.0) - (u + -1.0)) * (1.0 / a)
            }
        }
    }

    /// f(0) = lim f(u), u → 0: what a point costs, per unit of q, that P does not charge.
    pub fn f_at_zero(&self) -> f64 {
        match self.family {
            Family::TotalVariation => 0.5,
            Family::Kl | Family::Gan => 0.0,
            Family::ReverseKl | Family::Neyman | Family::Jeffrey => f64::INFINITY,
            Family::Pearson | Family::SquaredHellinger => 1.0,
            Family::JensenShannon => LN_2,
            Family::WeightedJensenShannon => -(1.0 - self.pi) * elementary::ln_1p(-self.pi),
            Family::Alpha => {
                if self.alpha > 0.0 {
                    1.0 / self.alpha
                } else {
                    f64::INFINITY
                }
            }
        }
    }

    /// f'(∞) = lim f(u)/u: what a point costs, per unit of p, that Q does not charge; and where the domain of f* ends.
    pub fn slope_at_infinity(&self) -> f64 {
        match self.family {
            Family::TotalVariation => 0.5,
            Family::Kl | Family::Pearson | Family::Jeffrey => f64::INFINITY,
            Family::ReverseKl | Family::Gan => 0.0,
            Family::Neyman | Family::SquaredHellinger => 1.0,
            Family::JensenShannon => LN_2,
            Family::WeightedJensenShannon => -self.pi * elementary::ln(self.pi),
            Family::Alpha => {
                if self.alpha < 1.0 {
                    1.0 / (1.0 - self.alpha)
                } else {
                    f64::INFINITY
                }
            }
        }
    }

    /// Where f* is finite.
    pub fn domain(&self) -> Domain {
        let closed = match self.family {
            Family::TotalVariation | Family::Neyman => true,
            Family::Alpha => self.alpha < 0.0,
            _ => false,
        };
        Domain { end: self.slope_at_infinity(), closed }
    }

    /// f*(t) = sup_{u ≥ 0} (ut − f(u)), for t inside the domain.
    pub fn conjugate<S: Scalar>(&self, t: S) -> S {
        match self.family {
            Family::TotalVariation => at_least(t, -0.5),
            Family::Kl => (t + -1.0).exp(),
            Family::ReverseKl => -(-t).ln() + -1.0,
            Family::Pearson => {
                let t = at_least(t, -2.0);
                t * (t * 0.25 + 1.0)
            }
            Family::Neyman => t * 2.0 / ((-t + 1.0).sqrt() + 1.0),
            Family::SquaredHellinger => t / (-t + 1.0),
            Family::Jeffrey => {
                let w = log_lambert(-t + 1.0);
                (-w).exp() - w + -1.0
            }
            Family::JensenShannon => -(-exp_m1(t + -LN_2)).ln() + -LN_2,
            Family::WeightedJensenShannon => {
                let (pi, rest) = (self.pi, 1.0 - self.pi);
                (-(-exp_m1(t * (1.0 / pi) + elementary::ln(pi))).ln() + elementary::ln(rest)) * rest
            }
            Family::Gan => -(-exp_m1(t)).ln(),
            Family::Alpha => self.alpha_conjugate(t * (self.alpha - 1.0) + 1.0),
        }
    }

    /// g_f(v): maps the line, increasingly, into the domain of f* and onto a set that holds the range of f'.
    pub fn activation<S: Scalar>(&self, v: S) -> S {
        match self.family {
            Family::TotalVariation => v.tanh() * 0.5,
            Family::Kl | Family::Pearson | Family::Jeffrey => v,
            Family::ReverseKl => -(-v).exp(),
            Family::Neyman | Family::SquaredHellinger => -exp_m1(-v),
            Family::Alpha if self.alpha > 1.0 => v,
            // The rest share one shape: log σ(v), moved to end where the domain does.
            Family::JensenShannon | Family::WeightedJensenShannon | Family::Gan | Family::Alpha => {
                -(-v).softplus() + self.slope_at_infinity()
            }
        }
    }

    /// f*(g_f(v)), simplified so that neither a saturated nor a huge v costs digits or range.
    pub fn conjugate_of_activation<S: Scalar>(&self, v: S) -> S {
        match self.family {
            Family::TotalVariation => v.tanh() * 0.5,
            Family::Kl | Family::Pearson | Family::Jeffrey => self.conjugate(v),
            Family::ReverseKl => v + -1.0,
            Family::Neyman => exp_m1(v * -0.5) * -2.0,
            Family::SquaredHellinger => exp_m1(v),
            Family::JensenShannon => v.softplus() + -LN_2,
            Family::WeightedJensenShannon => {
                let (pi, rest) = (self.pi, 1.0 - self.pi);
                (-(-exp_m1((-v).softplus() * (-1.0 / pi))).ln() + elementary::ln(rest)) * rest
            }
            Family::Gan => v.softplus(),
            Family::Alpha if self.alpha > 1.0 => self.conjugate(v),
            Family::Alpha => self.alpha_conjugate((-v).softplus() * (1.0 - self.alpha)),
        }
    }

    /// Whether g_f and f*∘g_f are analytic for |Im v| < π and grow no faster than a polynomial. Those of total variation
    /// have poles at ±iπ/2, others grow like eᵛ or have a kink.
    pub fn tame(&self) -> bool {
        matches!(self.family, Family::Gan | Family::JensenShannon)
    }

    /// A function of v across whose zero f*∘g_f is not smooth: where the conjugate begins to be constant.
    pub fn switch<S: Scalar>(&self, v: S) -> Option<S> {
        match self.family {
            Family::Pearson => Some(v + 2.0),
            Family::Alpha if self.alpha > 1.0 => Some(v * (self.alpha - 1.0) + 1.0),
            _ => None,
        }
    }

    /// g_f⁻¹(t): the raw output whose T is t, for t in the range of g_f.
    pub fn logit<S: Scalar>(&self, t: S) -> S {
        match self.family {
            Family::TotalVariation => ((t + 0.5) / (-t + 0.5)).ln() * 0.5,
            Family::Kl | Family::Pearson | Family::Jeffrey => t,
            Family::ReverseKl => -(-t).ln(),
            Family::Neyman | Family::SquaredHellinger => -(-t + 1.0).ln(),
            Family::Alpha if self.alpha > 1.0 => t,
            Family::JensenShannon | Family::WeightedJensenShannon | Family::Gan | Family::Alpha => {
                -exp_m1(-t + self.slope_at_infinity()).ln()
            }
        }
    }

    /// f* of the α-divergence from `base` = 1 + (α−1)t: (base^(α/(α−1)) − 1)/α, and −1/α where base ≤ 0.
    fn alpha_conjugate<S: Scalar>(&self, base: S) -> S {
        let a = self.alpha;
        // ln 1 in place of ln 0 where the power is off, so that no derivative is 0·∞.
        let on = base.step();
        let power = exp_m1((base * on - on + 1.0).ln() * (a / (a - 1.0)));
        (power * on + on + -1.0) * (1.0 / a)
    }
}

/// eˣ − 1 without cancellation: tanh(x/2)(eˣ + 1).
fn exp_m1<S: Scalar>(x: S) -> S {
    (x * 0.5).tanh() * (x.exp() + 1.0)
}

/// max(x, low) with derivative 0 at and below `low`.
fn at_least<S: Scalar>(x: S, low: f64) -> S {
    let on = (x + -low).step();
    x * on + (-on + 1.0) * low
}

/// ℓ = log W(eˢ), the root of e^ℓ + ℓ = s, for every s.
///
/// e^ℓ + ℓ is convex and increasing and the start lies right of the root (it is asymptotic at both ends and 0.4 off
/// in between), so Newton's method descends to it; the number of steps is fixed, which carries derivatives along.
fn log_lambert<S: Scalar>(s: S) -> S {
    let above = s.softplus();
    let mut root = s - above + (above + 1.0).ln();
    for _ in 0..6 {
        let power = root.exp();
        root -= (power + root - s) / (power + 1.0);
    }
    root
}
