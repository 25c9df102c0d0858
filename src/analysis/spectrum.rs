//! Eigenvalues and the two numbers that decide.

use crate::num::eigen::{EigenError, eigenvalues};
use nalgebra::{Complex, DMatrix};

/// Eigenvalues sorted by (re, im).
#[derive(Clone, Debug, PartialEq)]
pub struct Spectrum {
    /// λ₁, λ₂, …
    pub eigenvalues: Vec<Complex<f64>>,
}

impl Spectrum {
    /// The spectrum of a square matrix.
    ///
    /// # Errors
    /// If an entry is not finite.
    pub fn of(a: &DMatrix<f64>) -> Result<Self, EigenError> {
        Ok(Self { eigenvalues: eigenvalues(a)? })
    }

    /// max |λ|: the rate per step of an update operator.
    pub fn radius(&self) -> f64 {
        self.eigenvalues.iter().map(|l| l.re.hypot(l.im)).fold(0.0, f64::max)
    }

    /// max Re λ: the rate per unit time of a flow.
    pub fn abscissa(&self) -> f64 {
        self.eigenvalues.iter().map(|l| l.re).fold(f64::NEG_INFINITY, f64::max)
    }

    /// The eigenvalue of largest modulus, the one in the upper half-plane of a pair; `None` if empty.
    pub fn dominant(&self) -> Option<Complex<f64>> {
        let radius = self.radius();
        // Of eigenvalues whose moduli agree to rounding, the one with the largest imaginary part: its angle is the
        // rotation a run shows.
        self.eigenvalues
            .iter()
            .filter(|l| l.re.hypot(l.im) >= radius * (1.0 - 1e-12))
            .max_by(|a, b| a.im.total_cmp(&b.im))
            .copied()
    }

    /// Steps per turn of the dominant eigenvalue, `None` where it is real and positive.
    pub fn period(&self) -> Option<f64> {
        let angle = self.dominant().map(|l| l.im.atan2(l.re).abs())?;
        // A double real eigenvalue is computed to √ε, as a pair that turns once in 10⁹ steps.
        (angle > 1e-7).then(|| std::f64::consts::TAU / angle)
    }
}
