//! From a spectrum to a verdict.

use super::{Spectrum, jordan::Block, piecewise::PiecewiseLinear};
use crate::{num::show, rule::Rule};

/// A spectral radius this close to 1 is taken for 1.
const NEUTRAL: f64 = 1e-9;

/// What linearisation says, locally.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Spectral radius < 1.
    Converges,
    /// Spectral radius 1: linearisation does not decide.
    Neutral,
    /// Spectral radius > 1.
    Diverges,
    /// F has no Jacobian here.
    NotDifferentiable,
    /// F changes with the step, so no one spectrum decides.
    NotAutonomous,
    /// v(x) ≠ 0: runs do not stay near x, whatever F' is there.
    NotAnEquilibrium,
}

impl Kind {
    /// As JSON and CSV write it.
    pub fn word(self) -> &'static str {
        match self {
            Kind::Converges => "converges",
            Kind::Neutral => "neutral",
            Kind::Diverges => "diverges",
            Kind::NotDifferentiable => "not_differentiable",
            Kind::NotAutonomous => "not_autonomous",
            Kind::NotAnEquilibrium => "not_an_equilibrium",
        }
    }
}

/// The verdict on a rule at a point.
#[derive(Clone, Debug, serde::Serialize)]
pub struct Verdict {
    /// What happens.
    pub kind: Kind,
    /// Spectral radius of F' per step (never its logarithm), tangents to a set of equilibria set aside; where F is
    /// piecewise linear, the factor on the distance per step from the worst direction seen; `None` where there is
    /// neither.
    pub rate: Option<f64>,
    /// The same for a reader.
    pub sentence: String,
}

/// The verdict on F' by what is left of its spectrum across the set of equilibria; `blocks` are the defective
/// eigenvalues near the unit circle, `within` is how far from x the rule is as linear as the field.
pub(super) fn judge(
    spectrum: &Spectrum,
    blocks: &[Block],
    tangents: usize,
    rule: &impl Rule,
    within: Option<f64>,
) -> Verdict {
    let rate = spectrum.radius();
    let kind = kind(rule, rate);
    let mut sentence = match kind {
        Kind::NotAutonomous | Kind::NotDifferentiable | Kind::NotAnEquilibrium => format!(
            "The update changes with the step (a decaying learning rate or a growing average), so no one spectrum decides; at the start the spectral radius is {}.",
            digits(rate)
        ),
        Kind::Neutral => neutral_sentence(spectrum, blocks),
        Kind::Converges => {
            format!("Converges locally{}{}.", falling(rate, 0.0, "spectral radius"), turning(spectrum.period()))
        }
        Kind::Diverges => {
            format!("Diverges locally{}{}.", growing(rate, 0.0, "spectral radius"), turning(spectrum.period()))
        }
    };
    if tangents > 0 {
        sentence += &format!(
            " This is across a set of equilibria of dimension {tangents}: along it F' has {}, set aside (Theorem 4.1).",
            if tangents == 1 { "an eigenvalue 1".to_string() } else { format!("{tangents} eigenvalues 1") }
        );
    }
    sentence += &validity(rule, within);
    Verdict { kind, rate: Some(rate), sentence }
}

/// The verdict on an update that is piecewise linear at an equilibrium, and `why` no spectrum decides there.
pub(super) fn judge_piecewise(p: &PiecewiseLinear, why: &str, rule: &impl Rule, within: Option<f64>) -> Verdict {
    let kind = kind(rule, p.rate);
    let what = "factor on the distance";
    let turns = p.period.map_or(String::new(), |period| {
        format!(", {} a turn of {} steps", show::rough(p.rate.powf(period), 3), show::rough(period, 3))
    });
    let error = if p.error > 1e-9 { format!(" (known to {})", show::rough(p.error, 1)) } else { String::new() };
    let start = match kind {
        Kind::Converges => {
            format!("Converges locally, piecewise linear{}{turns}{error}.", falling(p.rate, p.error, what))
        }
        Kind::Diverges => {
            format!("Diverges locally, piecewise linear{}{turns}{error}.", growing(p.rate, p.error, what))
        }
        Kind::Neutral => format!(
            "Neutral, piecewise linear: {what} {} a step{turns}{error}; what happens is decided by higher terms.",
            known(p.rate, p.error)
        ),
        Kind::NotAutonomous | Kind::NotDifferentiable | Kind::NotAnEquilibrium => format!(
            "The update changes with the step, so no one rate decides; at the start it is piecewise linear with a {what} of {} a step{error}.",
            known(p.rate, p.error)
        ),
    };
    let sentence = format!(
        "{start} No spectrum decides: {why}. That is what {} directions of start show, and no proof.{}",
        p.directions,
        validity(rule, within)
    );
    Verdict { kind, rate: Some(p.rate), sentence }
}

/// What is left of a verdict at a point with ‖v‖ = `speed` ≠ 0: F' tells how nearby runs separate, and nothing of where
/// they go.
pub(super) fn away_from_equilibria(verdict: Verdict, speed: f64) -> Verdict {
    let no = format!("Not an equilibrium (‖v‖ = {speed:.3e}), so there is no local verdict: runs do not stay near it.");
    let Some(rate) = verdict.rate.filter(|_| verdict.kind != Kind::NotDifferentiable) else {
        return Verdict { sentence: format!("{no} {}", verdict.sentence), ..verdict };
    };
    let apart = match rate {
        r if (r - 1.0).abs() <= NEUTRAL => "nearby runs neither draw together nor separate while they are here",
        r if r < 1.0 => "nearby runs draw together while they are here",
        _ => "nearby runs separate while they are here",
    };
    let sentence = format!("{no} The spectral radius of F' is {} here: {apart}.", digits(rate));
    Verdict { kind: Kind::NotAnEquilibrium, sentence, ..verdict }
}

/// The verdict on an update whose radius across the set of equilibria is `rate`.
pub(super) fn kind(rule: &impl Rule, rate: f64) -> Kind {
    if !rule.autonomous() {
        Kind::NotAutonomous
    } else if (rate - 1.0).abs() <= NEUTRAL {
        Kind::Neutral
    } else if rate < 1.0 {
        Kind::Converges
    } else {
        Kind::Diverges
    }
}

/// For a rule that is linear on a scale of its own: where.
fn validity(rule: &impl Rule, within: Option<f64>) -> String {
    let Some(epsilon) = rule.linear_within() else { return String::new() };
    let distance = within
        .map_or(String::new(), |r| format!(": within about {} of this point, where ‖v‖ ≤ ε/10", show::rough(r, 2)));
    format!(" It holds while gradients stay well below ε = {epsilon:e}{distance}; above, a step is about lr.")
}

fn falling(rate: f64, error: f64, what: &str) -> String {
    if rate == 0.0 {
        return format!(", dead-beat: {what} 0, so the linear part is gone after as many steps as there are numbers");
    }
    if rate < 1e-3 {
        return format!(": {what} {} < 1, a factor {} within one step", show::rough(rate, 5), digits(1.0 / rate));
    }
    let marginal = if rate > 0.999 { ", close to the boundary" } else { "" };
    let thousandth = -(1000f64.ln()) / rate.ln();
    format!(": {what} {} < 1{marginal}, a factor 1000 in {} steps", known(rate, error), show::count(thousandth))
}

fn growing(rate: f64, error: f64, what: &str) -> String {
    if rate > 2.0 {
        return format!(": {what} {0} > 1, so the distance grows {0}-fold in one step", known(rate, error));
    }
    format!(
        ": {what} {} > 1, so the distance doubles in {} steps",
        known(rate, error),
        show::count(std::f64::consts::LN_2 / rate.ln())
    )
}

fn neutral_sentence(spectrum: &Spectrum, blocks: &[Block]) -> String {
    let on_circle = blocks.iter().filter(|b| (b.value.norm() - 1.0).abs() <= NEUTRAL);
    match on_circle.map(|b| b.size).max() {
        Some(size) => {
            let how = match size {
                2 => "linearly".to_string(),
                3 => "quadratically".to_string(),
                more => format!("like the {}th power of the step", more - 1),
            };
            format!(
                "Neutral: spectral radius 1 with a defective eigenvalue on the unit circle, so a disturbance grows {how}."
            )
        }
        None => format!(
            "Neutral: spectral radius 1, so the linear part neither falls nor grows{}; what happens is decided by the non-linear terms.",
            turning(spectrum.period())
        ),
    }
}

fn turning(period: Option<f64>) -> String {
    period.map_or(String::new(), |p| format!(", turning once in {p:.4} steps"))
}

/// Nine decimals, or five digits of a number that is large.
fn digits(x: f64) -> String {
    if x < 1e3 { format!("{x:.9}") } else { show::rough(x, 5) }
}

/// As many decimals as are known.
fn known(rate: f64, error: f64) -> String {
    let decimals = (1e-9 - error.max(1e-9).log10()).floor() as usize;
    if rate < 1e3 { format!("{rate:.decimals$}") } else { digits(rate) }
}
