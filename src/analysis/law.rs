//! Probability laws whose divergences are computed: weights on common points, or a density on the line.

use crate::num::elementary;

/// A law on a common set of points, or one with a density.
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
    /// Uniform on an interval.
    Uniform {
        /// Its lower end.
        from: f64,
        /// Its upper end.
        to: f64,
    },
    /// Density e^(−|x − mean|/scale)/(2 scale).
    Laplace {
        /// The mean.
        mean: f64,
        /// The mean distance from the mean.
        scale: f64,
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
    #[error("the mean of a {0} law is {1}, but a finite number is needed")]
    Mean(&'static str, f64),
    /// A width that is not positive.
    #[error("the {what} of a {law} law is {value}, but a finite number > 0 is needed")]
    Spread {
        /// Which law.
        law: &'static str,
        /// What the width is called.
        what: &'static str,
        /// As given.
        value: f64,
    },
    /// Ends of an interval that are none.
    #[error("a uniform law from {0} to {1} has no interval: two finite numbers, the smaller first, are needed")]
    Interval(f64, f64),
    /// Discrete laws on different numbers of points.
    #[error("p has {0} weights and q has {1}, but both must weigh the same points")]
    Lengths(usize, usize),
    /// One discrete, one with a density.
    #[error("one law is discrete and the other has a density: neither has a density with respect to the other")]
    Kinds,
    /// Mass of one law where the other has none.
    #[error("a law has mass where the other has none")]
    Supports,
    /// Widths or a distance that no double compares.
    #[error("the widths of the laws, or their distance and a width, differ by a factor above 1e15")]
    Scales,
}

/// Weights may miss 1 by this: what decimal digits lose. They are divided by their sum.
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
        check("normal", mean, "standard deviation", sd)?;
        Ok(Law::Normal { mean, sd })
    }

    /// The uniform law on [from, to].
    ///
    /// # Errors
    /// If that is no interval.
    pub fn uniform(from: f64, to: f64) -> Result<Self, LawError> {
        let proper = from < to && from.is_finite() && to.is_finite() && (to - from).is_finite();
        if proper { Ok(Law::Uniform { from, to }) } else { Err(LawError::Interval(from, to)) }
    }

    /// The Laplace law.
    ///
    /// # Errors
    /// If a number is not finite or the scale is not positive.
    pub fn laplace(mean: f64, scale: f64) -> Result<Self, LawError> {
        check("Laplace", mean, "scale", scale)?;
        Ok(Law::Laplace { mean, scale })
    }

    /// The interval outside which there is no mass; all of the line where there is some everywhere.
    pub(super) fn support(&self) -> [f64; 2] {
        match *self {
            Law::Uniform { from, to } => [from, to],
            _ => [f64::NEG_INFINITY, f64::INFINITY],
        }
    }

    /// A place and a width to measure by.
    pub(super) fn unit(&self) -> [f64; 2] {
        match *self {
            Law::Discrete(_) => [0.0, 1.0],
            Law::Normal { mean, sd } => [mean, sd],
            Law::Uniform { from, to } => [from, to - from],
            Law::Laplace { mean, scale } => [mean, scale],
        }
    }

    /// The mass of (−∞, x] if `below`, else of [x, ∞), each without cancellation.
    pub(super) fn tail(&self, x: f64, below: bool) -> f64 {
        let away = |z: f64| if below { -z } else { z };
        match *self {
            Law::Discrete(_) => f64::NAN,
            Law::Normal { mean, sd } => 0.5 * libm::erfc(away((x - mean) / sd) * std::f64::consts::FRAC_1_SQRT_2),
            Law::Uniform { from, to } => {
                let part = ((x - from) / (to - from)).clamp(0.0, 1.0);
                if below { part } else { ((to - x) / (to - from)).clamp(0.0, 1.0) }
            }
            Law::Laplace { mean, scale } => {
                let z = away((x - mean) / scale);
                if z > 0.0 { 0.5 * elementary::exp(-z) } else { 1.0 - 0.5 * elementary::exp(z) }
            }
        }
    }
}

fn check(law: &'static str, mean: f64, what: &'static str, value: f64) -> Result<(), LawError> {
    if !mean.is_finite() {
        Err(LawError::Mean(law, mean))
    } else if value > 0.0 && value.is_finite() {
        Ok(())
    } else {
        Err(LawError::Spread { law, what, value })
    }
}

/// A number with the size of its error.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    /// The number; may be ∞, exactly.
    pub value: f64,
    /// The size of |value − truth|. Of sums and of transport a bound; of integrals an estimate, what the last halving of
    /// the panels changed and rounding.
    pub error: f64,
}

impl Estimate {
    /// ∞, exactly.
    pub const INFINITE: Self = Self { value: f64::INFINITY, error: 0.0 };
}
