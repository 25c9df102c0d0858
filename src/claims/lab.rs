//! What claims measure with: experiments written in place, spectra, runs near an equilibrium, sampled flows.

use crate::{
    analysis::{self, Linearisation, Measured, Trajectory, any},
    experiment::Experiment,
};
use nalgebra::Complex;

/// An experiment written in a claim.
///
/// # Panics
/// If the text is wrong: that is a defect of the claim.
pub(super) fn experiment(text: &str) -> Experiment {
    Experiment::parse("claim", text, &[]).unwrap_or_else(|fault| panic!("{fault}"))
}

/// The linearisation at the experiment's point.
pub(super) fn linearise(e: &Experiment) -> Linearisation {
    any::linearise(&e.field, &e.rule, &e.at)
}

/// σ(v').
pub(super) fn field_eigenvalues(e: &Experiment) -> Vec<Complex<f64>> {
    linearise(e).field.map_or_else(Vec::new, |s| s.eigenvalues)
}

/// σ(F').
pub(super) fn update_eigenvalues(e: &Experiment) -> Vec<Complex<f64>> {
    linearise(e).update.map_or_else(Vec::new, |s| s.eigenvalues)
}

/// Rate and period of a run started 1e-6 from the equilibrium, where it is linear to rounding.
pub(super) fn near(e: &Experiment, steps: u64) -> Measured {
    let start: Vec<f64> = e.at.iter().enumerate().map(|(i, a)| a + 1e-6 * if i == 0 { 0.8 } else { 0.6 }).collect();
    analysis::measure(&any::simulate(&e.field, &e.rule, &start, steps), &e.at)
}

/// Rate and angular speed per unit time of the flow, from an integral curve started 1e-3 from the equilibrium and
/// sampled every `dt`.
pub(super) fn flow(e: &Experiment, end: f64, dt: f64) -> (f64, f64) {
    let start: Vec<f64> = e.at.iter().enumerate().map(|(i, a)| a + 1e-3 * if i == 0 { 0.8 } else { 0.6 }).collect();
    let curve = any::integral_curve(&e.field, &start, end, dt).unwrap_or_else(|e| panic!("{e}"));
    let n = start.len();
    // The closing point of the curve may stand at another distance in time.
    let values = curve[..curve.len() - 1].iter().flat_map(|(_, x)| x.clone()).collect();
    let measured = analysis::measure(&Trajectory { n, width: n, values, diverged_at: None }, &e.at);
    (measured.rate.map_or(f64::NAN, f64::ln) / dt, measured.period.map_or(0.0, |p| std::f64::consts::TAU / (p * dt)))
}
