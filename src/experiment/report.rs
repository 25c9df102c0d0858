//! The entries behind `spectrum` and `simulate`: an experiment in, a serialisable answer out.

use super::Experiment;
use crate::analysis::{Linearisation, Outcome, Spectrum, Trajectory, Verdict, any, compare};
use serde::Serialize;

/// Eigenvalues as `[[re, im], …]`, sorted by (re, im).
fn pairs(spectrum: &Spectrum) -> Vec<[f64; 2]> {
    spectrum.eigenvalues.iter().map(|l| [l.re, l.im]).collect()
}

/// σ(v').
#[derive(Clone, Debug, Serialize)]
pub struct FieldSpectrum {
    /// `[[re, im], …]`.
    pub eigenvalues: Vec<[f64; 2]>,
    /// max Re λ.
    pub abscissa: f64,
}

/// σ(F').
#[derive(Clone, Debug, Serialize)]
pub struct UpdateSpectrum {
    /// `[[re, im], …]`.
    pub eigenvalues: Vec<[f64; 2]>,
    /// max |λ|.
    pub radius: f64,
}

/// What `spectrum --json` prints.
#[derive(Clone, Debug, Serialize)]
pub struct SpectrumReport {
    /// Name of the game.
    pub game: &'static str,
    /// Name of the rule.
    pub rule: &'static str,
    /// The point of linearisation.
    pub equilibrium: Vec<f64>,
    /// Whether v = 0 there.
    pub at_equilibrium: bool,
    /// `None` where v has a kink.
    pub field: Option<FieldSpectrum>,
    /// `None` where F has a kink.
    pub update: Option<UpdateSpectrum>,
    /// What follows.
    pub verdict: Verdict,
}

impl SpectrumReport {
    fn new(experiment: &Experiment, lin: Linearisation) -> Self {
        Self {
            game: experiment.game().name(),
            rule: experiment.rule.name(),
            equilibrium: lin.at,
            at_equilibrium: lin.at_equilibrium,
            field: lin.field.as_ref().map(|s| FieldSpectrum { eigenvalues: pairs(s), abscissa: s.abscissa() }),
            update: lin.update.as_ref().map(|s| UpdateSpectrum { eigenvalues: pairs(s), radius: s.radius() }),
            verdict: lin.verdict,
        }
    }
}

/// Linearises an experiment at its point.
pub fn spectrum(experiment: &Experiment) -> SpectrumReport {
    SpectrumReport::new(experiment, any::linearise(&experiment.field, &experiment.rule, &experiment.at))
}

/// Runs an experiment and sets the run beside the prediction.
pub fn simulate(experiment: &Experiment) -> (Trajectory, Outcome) {
    let run = any::simulate(&experiment.field, &experiment.rule, &experiment.start, experiment.steps);
    let lin = any::linearise(&experiment.field, &experiment.rule, &experiment.at);
    let outcome = compare(&lin, &run);
    (run, outcome)
}
