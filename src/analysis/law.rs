//! Probability laws whose divergences are computed: weights on common points, or normals; and integrals against two
//! normals at once.

use crate::num::{elementary, quadrature};

/// A law on a common set of points, or a normal one.
#[derive(Clone, Debug, PartialEq)]
pub enum Law {
    /// Probabilities of points 0, 1, 2, …
    Discrete(Vec<f64>),
    /// N(mean, sd²)
    Normal {
        /// The mean.
        mean: f64,
        /// The standard deviation.
        sd: f64,
    },
}

/// Why numbers are no law, or two laws no pair.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum LawError {
    /// A weight below 0 or not finite.
    #[error("weight {index} is {value}, but a probability ≥ 0 is needed")]
    Weight {
        /// From 1.
        index: usize,
        /// As given.
        value: f64,
    },
    /// A sum other than 1.
    #[error("the weights sum to {0}, but probabilities must sum to 1")]
    Sum(f64),
    /// A mean that is not finite.
    #[error("the mean of a normal law is {0}, but a finite number is needed")]
    Mean(f64),
    /// A standard deviation that is not positive.
    #[error("the standard deviation of a normal law is {0}, but a finite number > 0 is needed")]
    Spread(f64),
    /// Discrete laws on different numbers of points.
    #[error("p has {0} weights and q has {1}, but both must weigh the same points")]
    Lengths(usize, usize),
    /// One discrete, one normal.
    #[error("one law is discrete and the other normal: neither has a density with respect to the other")]
    Kinds,
}

/// Weights may miss 1 by this: what decimal digits lose.
const SUM: f64 = 1e-9;

impl Law {
    /// A discrete law.
    ///
    /// # Errors
    /// If the weights are not probabilities.
    pub fn discrete(weights: Vec<f64>) -> Result<Self, LawError> {
        if let Some(index) = weights.iter().position(|w| !(*w >= 0.0 && w.is_finite())) {
            return Err(LawError::Weight { index: index + 1, value: weights[index] });
        }
        let sum: f64 = weights.iter().sum();
        if (sum - 1.0).abs() > SUM { Err(LawError::Sum(sum)) } else { Ok(Law::Discrete(weights)) }
    }

    /// N(mean, sd²).
    ///
    /// # Errors
    /// If a number is not finite or sd is not positive.
    pub fn normal(mean: f64, sd: f64) -> Result<Self, LawError> {
        if !mean.is_finite() {
            Err(LawError::Mean(mean))
        } else if !(sd > 0.0 && sd.is_finite()) {
            Err(LawError::Spread(sd))
        } else {
            Ok(Law::Normal { mean, sd })
        }
    }
}

/// A number with the size of its error.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    /// The number; may be ∞, exactly.
    pub value: f64,
    /// Bound on |value − truth|: rounding, and for integrals what the last halving of the panels changed.
    pub error: f64,
}

impl Estimate {
    /// ∞, exactly.
    pub const INFINITE: Self = Self { value: f64::INFINITY, error: 0.0 };
}

/// A normal density, by its logarithm.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bell {
    pub mean: f64,
    pub sd: f64,
}

impl Bell {
    pub fn log(&self, x: f64) -> f64 {
        let z = (x - self.mean) / self.sd;
        -0.5 * z * z - elementary::ln(self.sd) - LOG_ROOT_TWO_PI
    }

    /// p^α q^(1−α) up to a factor, if it can be integrated.
    pub fn mixed(p: Bell, q: Bell, alpha: f64) -> Option<Bell> {
        let (a, b) = (alpha / (p.sd * p.sd), (1.0 - alpha) / (q.sd * q.sd));
        let precision = a + b;
        (precision > 0.0).then(|| Bell { mean: (a * p.mean + b * q.mean) / precision, sd: precision.sqrt().recip() })
    }
}

/// ln √(2π)
const LOG_ROOT_TWO_PI: f64 = 0.918_938_533_204_672_8;
/// Nodes of a panel.
const NODES: usize = 20;
/// Beyond this many standard deviations a bell has less than 1e-22 of its mass.
const REACH: i32 = 10;

/// Where the densities cross, log p = log q: 0, 1 or 2 points. An f with a kink at u = 1 has its kinks there.
fn crossings(p: Bell, q: Bell) -> Vec<f64> {
    let (wp, wq) = (1.0 / (p.sd * p.sd), 1.0 / (q.sd * q.sd));
    // Around p's mean: a x² + 2b x + c = 0.
    let m = q.mean - p.mean;
    let (a, b, c) = (wq - wp, -wq * m, wq * m * m + 2.0 * elementary::ln(q.sd / p.sd));
    let roots = if a == 0.0 {
        if b == 0.0 { vec![] } else { vec![-c / (2.0 * b)] }
    } else {
        let root = b * b - a * c;
        if root < 0.0 {
            vec![]
        } else {
            let s = -(b + root.sqrt().copysign(b));
            vec![s / a, c / s]
        }
    };
    roots.into_iter().map(|x| x + p.mean).filter(|x| x.is_finite()).collect()
}

/// ∫ h over the line, for an h that is made of the bells' densities and has kinks at most where they cross.
///
/// Gauss–Legendre on panels of half a standard deviation of each bell, cut at the crossings, all halved until the
/// sum stands still. Not the trapezoid rule: |p − q| has kinks, and the poles of log(p + q) come as close to the line
/// as the bells are apart.
pub(super) fn integrate(p: Bell, q: Bell, more: Option<Bell>, h: impl Fn(f64) -> f64) -> Estimate {
    let mut cuts = crossings(p, q);
    for bell in [Some(p), Some(q), more].into_iter().flatten() {
        cuts.extend((-2 * REACH..=2 * REACH).map(|k| bell.mean + 0.5 * f64::from(k) * bell.sd));
    }
    let reach = |sign: f64| {
        let ends = [Some(p), Some(q), more].map(|b| b.map(|b| sign * b.mean + f64::from(REACH) * b.sd));
        sign * ends.into_iter().flatten().fold(f64::NEG_INFINITY, f64::max)
    };
    let (from, to) = (reach(-1.0), reach(1.0));
    cuts.retain(|x| (from..=to).contains(x));
    cuts.sort_by(f64::total_cmp);
    let rule = quadrature::gauss_legendre(NODES);
    let sum = |cuts: &[f64]| {
        let (mut total, mut size) = (0.0, 0.0);
        for panel in cuts.windows(2) {
            let (middle, half) = (0.5 * (panel[0] + panel[1]), 0.5 * (panel[1] - panel[0]));
            let part: f64 = rule.points.iter().zip(&rule.weights).map(|(x, w)| w * h(middle + half * x)).sum();
            total += 2.0 * half * part;
            size += (2.0 * half * part).abs();
        }
        (total, size)
    };
    let (mut value, mut size) = sum(&cuts);
    let mut change = f64::INFINITY;
    for _ in 0..6 {
        let halves: Vec<f64> = cuts.windows(2).flat_map(|c| [c[0], 0.5 * (c[0] + c[1])]).chain([to]).collect();
        let finer = sum(&halves);
        change = (finer.0 - value).abs();
        (value, size) = finer;
        cuts = halves;
        if change <= 1e-14 * size {
            break;
        }
    }
    Estimate { value, error: change + 1e-14 * size }
}
