//! What the flow does near an equilibrium.

use nalgebra::Complex;

/// Re λ (λ itself, for a degenerate zero) this close to 0, relative to the largest |λ|, counts as 0.
const ON_AXIS: f64 = 1e-9;

/// What the flow does near an equilibrium, by the eigenvalues of v' across the set of equilibria it belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Rest {
    /// All Re λ < 0: attracts.
    Sink,
    /// All Re λ > 0: repels.
    Source,
    /// Both signs.
    Saddle,
    /// Imaginary eigenvalues, none with Re λ > 0: the linear part does not decide.
    Centre,
    /// An eigenvalue 0 that belongs to no set of equilibria: higher terms decide.
    Degenerate,
    /// v has a kink there, so it has no eigenvalues.
    Kink,
}

impl Rest {
    /// As the tables print it.
    pub fn word(self) -> &'static str {
        match self {
            Rest::Sink => "sink",
            Rest::Source => "source",
            Rest::Saddle => "saddle",
            Rest::Centre => "centre",
            Rest::Degenerate => "degenerate",
            Rest::Kink => "kink",
        }
    }
    pub(super) fn of(eigenvalues: &[Complex<f64>]) -> Self {
        let zero = ON_AXIS * eigenvalues.iter().fold(0.0, |m: f64, l| m.max(l.norm()));
        let any = |test: &dyn Fn(&Complex<f64>) -> bool| eigenvalues.iter().any(test);
        match (any(&|l| l.re < -zero), any(&|l| l.re > zero)) {
            (true, true) => Rest::Saddle,
            _ if any(&|l| l.norm() <= zero) => Rest::Degenerate,
            (_, true) if any(&|l| l.re.abs() <= zero) => Rest::Saddle,
            _ if any(&|l| l.re.abs() <= zero) => Rest::Centre,
            (_, true) => Rest::Source,
            _ => Rest::Sink,
        }
    }
}
