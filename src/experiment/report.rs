//! The entries behind `spectrum` and `simulate`: an experiment in, a serialisable answer out.

use super::{Experiment, Fault};
use crate::{
    analysis::{Finding, Linearisation, Measured, Null, Outcome, Predicted, Spectrum, Trajectory, Verdict, any},
    game::{Accuracy, AnyGame},
};
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
    /// How many eigenvalues there are, where these are the rightmost only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub of: Option<usize>,
}

/// σ(F').
#[derive(Clone, Debug, Serialize)]
pub struct UpdateSpectrum {
    /// `[[re, im], …]`.
    pub eigenvalues: Vec<[f64; 2]>,
    /// max |λ|.
    pub radius: f64,
    /// How many eigenvalues there are, where these are the outermost only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub of: Option<usize>,
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
    /// `None` where there is none, for the reason beside it.
    pub field: Option<FieldSpectrum>,
    /// Why there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field_reason: Option<String>,
    /// `None` where there is none, for the reason beside it.
    pub update: Option<UpdateSpectrum>,
    /// Why there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub update_reason: Option<String>,
    /// The null directions of v', where the game knows of any.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub null: Option<Null>,
    /// How far an entry of v moves if every expectation takes twice as many nodes, where the game has expectations.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expectation_error: Option<f64>,
    /// What follows.
    pub verdict: Verdict,
}

impl SpectrumReport {
    fn new(experiment: &Experiment, lin: Linearisation) -> Self {
        let of = |s: &Spectrum, size: usize| (s.eigenvalues.len() < size).then_some(size);
        let [n, m] = lin.sizes;
        Self {
            game: experiment.game().name(),
            rule: experiment.rule.name(),
            equilibrium: lin.at,
            at_equilibrium: lin.at_equilibrium,
            field: lin.field.as_ref().map(|s| FieldSpectrum {
                eigenvalues: pairs(s),
                abscissa: s.abscissa(),
                of: of(s, n),
            }),
            field_reason: lin.field_reason,
            update: lin.update.as_ref().map(|s| UpdateSpectrum {
                eigenvalues: pairs(s),
                radius: s.radius(),
                of: of(s, m),
            }),
            update_reason: lin.update_reason,
            null: lin.null,
            expectation_error: any::accuracy(&experiment.field, &experiment.at).map(|a| a.error),
            verdict: lin.verdict,
        }
    }
}

impl Experiment {
    /// The error of the expectations in v at the point of linearisation, where there are any.
    ///
    /// # Errors
    /// If one of them is infinite, or cannot be summed.
    pub fn expectations(&self) -> Result<Option<f64>, Fault> {
        match any::accuracy(&self.field, &self.at) {
            Some(Accuracy { objection: Some(why), .. }) => {
                Err(Fault::new(why).within(&self.name).help("move the point, or take a loss that grows more slowly"))
            }
            accuracy => Ok(accuracy.map(|a| a.error)),
        }
    }

    /// Linearises it at its point, and at the memory stored there, if there is one.
    pub fn linearise(&self) -> Linearisation {
        match &self.memory {
            Some(memory) => any::linearise_from(&self.field, &self.rule, &[&self.at[..], memory].concat()),
            None => any::linearise(&self.field, &self.rule, &self.at),
        }
    }
}

/// Linearises an experiment at its point.
pub fn spectrum(experiment: &Experiment) -> SpectrumReport {
    SpectrumReport::new(experiment, experiment.linearise())
}

/// Numbers that a run may hold: a quarter of a GiB.
const MOST_NUMBERS: u64 = 1 << 25;

impl Experiment {
    /// That [`simulate`] can hold its run, every iterate of it.
    ///
    /// # Errors
    /// If it is too long for so many parameters: how long it may be, and what to do instead.
    pub fn holds(&self) -> Result<(), Fault> {
        let (steps, n) = (self.steps, self.start.len() as u64);
        let most = MOST_NUMBERS / n;
        if steps <= most {
            return Ok(());
        }
        let size = steps as f64 * n as f64 * 8e-9;
        let what = format!("every iterate of {steps} steps of {n} parameters would be held: {size:.1} GB");
        let fault = Fault::new(what).within(&self.name).help(format!("ask for fewer steps, up to run.steps = {most}"));
        Err(match self.game() {
            AnyGame::Mlp(_) => fault.help("`saddleflow train` runs networks and holds the last iterate only"),
            _ => fault,
        })
    }
}

/// Runs an experiment and sets the run beside the prediction.
pub fn simulate(experiment: &Experiment) -> (Trajectory, Outcome) {
    let run = any::simulate(&experiment.field, &experiment.rule, &experiment.start, experiment.steps);
    let lin = any::linearise(&experiment.field, &experiment.rule, &experiment.at);
    let mut outcome = any::classify(&experiment.field, &experiment.rule, &lin, &run);
    if let Err(why) = experiment.rests() {
        // Rates and distances about a point that is no equilibrium would mean nothing.
        outcome.predicted = Predicted { rate: None, period: None };
        outcome.measured = Measured::NOTHING;
        outcome.claim = None;
        if !matches!(outcome.finding, Finding::Diverged { .. }) {
            let decide = "an equilibrium to compare the run with, [run] at = [θ, …, ψ, …]".to_string();
            let distance = run.distances(&experiment.at).last().copied().unwrap_or(f64::NAN);
            outcome.finding = Finding::Undecided { distance, decide };
        }
        outcome.reason = Some(outcome.finding.word());
        outcome.sentence = format!("The run is compared with nothing: {}.", why.what());
    }
    (run, outcome)
}

/// One thing for each player.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PerPlayer<T> {
    /// Of the generator.
    pub generator: T,
    /// Of the discriminator.
    pub discriminator: T,
}

impl<T> From<[T; 2]> for PerPlayer<T> {
    fn from([generator, discriminator]: [T; 2]) -> Self {
        Self { generator, discriminator }
    }
}

/// What `gradients --json` prints.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct GradientsReport {
    /// Name of the game.
    pub game: &'static str,
    /// x [n].
    pub at: Vec<f64>,
    /// Points in the batch, where the game has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub batch: Option<usize>,
    /// L_G, L_D.
    pub loss: PerPlayer<f64>,
    /// ∇L_G, ∇L_D by all parameters, θ then ψ.
    pub gradient: PerPlayer<Vec<f64>>,
    /// v(x), adjusted if the experiment says so.
    pub field: Vec<f64>,
    /// How far an entry of v moves if every expectation takes twice as many nodes, where the game has expectations.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expectation_error: Option<f64>,
}

/// Losses, gradients and field of an experiment at its point of linearisation.
///
/// # Errors
/// If one of them is not finite.
pub fn gradients(experiment: &Experiment) -> Result<GradientsReport, Fault> {
    let expectation_error = experiment.expectations()?;
    let found = any::gradients(&experiment.field, &experiment.at);
    let mut all = found.loss.iter().chain(found.gradient.iter().flatten()).chain(&found.field);
    if all.any(|x| !x.is_finite()) {
        return Err(Fault::new("a loss or a gradient is not finite at this point").within(&experiment.name));
    }
    Ok(GradientsReport {
        game: experiment.game().name(),
        at: experiment.at.clone(),
        batch: if let AnyGame::Mlp(game) = experiment.game() { Some(game.batch().n) } else { None },
        loss: found.loss.into(),
        gradient: found.gradient.into(),
        field: found.field,
        expectation_error,
    })
}
