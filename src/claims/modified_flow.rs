use super::{Evidence, Provenance, lab};
use crate::{
    analysis::{self, Expansion, Trajectory, any},
    experiment::{self, Experiment},
};
use std::f64::consts::TAU;

pub(super) const TITLE: &str = "The steps follow a modified flow: O(h²) from it, O(h) from the flow of the field";
pub(super) const SOURCE: &str =
    "derived here by backward error analysis (Hairer, Lubich, Wanner 2006, chapter IX); for games Rosca et al. 2021";
pub(super) const PROVENANCE: Provenance = Provenance::Derived;

/// Rules, and the orders of their distances from the flow and from the modified flow, right and wrong. The midpoint rule is
/// of second order itself.
const RULES: [(&str, [f64; 2], [f64; 2]); 5] = [
    ("simultaneous", [1.0, 2.0], [1.0, 1.0]),
    ("alternating", [1.0, 2.0], [2.0, 2.0]),
    ("extragradient", [1.0, 2.0], [2.0, 2.0]),
    ("implicit_euler", [1.0, 2.0], [1.0, 1.0]),
    ("implicit_midpoint", [2.0, 2.0], [1.0, 2.0]),
];

fn experiment(game: &str, rule: &str, h: f64, steps: u64) -> Experiment {
    lab::experiment(&format!(
        "game.dirac = {{ {game} }}\nrule.{rule}.lr = {h:?}\n[run]\nstart = [1.0, 0.5]\nsteps = {steps}"
    ))
}

pub(super) fn check(evidence: &mut Evidence) {
    for game in ["loss = \"minimax\"", "loss = \"non_saturating\", penalty.r1.gamma = 0.3"] {
        for (rule, claimed, misprint) in RULES {
            orders(evidence, game, rule, claimed, misprint);
        }
    }
    for h in [0.1, 0.2] {
        growth(evidence, h);
    }
}

/// The order p of the largest distance over a fixed time, C hᵖ: from h and h/2, extrapolated once.
fn orders(evidence: &mut Evidence, game: &str, rule: &str, claimed: [f64; 2], misprint: [f64; 2]) {
    let distances = [0.01, 0.005, 0.0025].map(|h| {
        let e = experiment(game, rule, h, (2.0 / h) as u64);
        let (run, _) = experiment::simulate(&e);
        experiment::shadow(&e, &run).map_or([f64::NAN; 2], |s| [s.flow_distance, s.modified_distance])
    });
    let order = |k: usize| {
        let [coarse, fine] = [0, 1].map(|i| (distances[i][k] / distances[i + 1][k]).log2());
        2.0 * fine - coarse
    };
    let title = format!("order of the distance from the flow and from the modified flow, {rule}, {game}");
    let measured = Some(([order(0), order(1)].into(), 0.02));
    evidence.check(title, claimed, misprint, None, measured);
}

/// On the minimax game simultaneous steps follow an outward spiral, log ρ̃ = h²a²/2 a step; turns leave none.
fn growth(evidence: &mut Evidence, h: f64) {
    let eta = 0.5 * h;
    for (rule, claimed, misprint) in [
        // Euler's correction with the other sign; the turns' with the sign of simultaneous steps.
        ("simultaneous", [eta * eta / 2.0, eta], [-eta * eta / 2.0, eta]),
        ("alternating", [0.0, eta * (1.0 - eta * eta / 4.0).sqrt()], [eta * eta / 2.0, eta]),
    ] {
        let e = experiment("loss = \"minimax\"", rule, h, 400);
        let flow = any::expansion(&e.rule).map_or_else(|_| vec![], |x| curve(&e, x));
        let values = flow.concat();
        let measured = analysis::measure(&Trajectory::of(2, values), &e.at);
        let (rate, period) = (measured.rate.unwrap_or(f64::NAN), measured.period.unwrap_or(f64::NAN));
        let title = format!("growth and angle per step of the modified flow, {rule}, h = {h}");
        evidence.check(title, claimed, misprint, None, Some(([rate.ln(), TAU / period].into(), 1e-7)));
        let run = lab::near(&e, 400);
        let title = format!("the same of the steps themselves, to O(h³), {rule}, h = {h}");
        let run = [run.rate.map_or(f64::NAN, f64::ln), run.period.map_or(f64::NAN, |p| TAU / p)];
        evidence.check(title, claimed, misprint, None, Some((run.into(), eta * eta / 2.0)));
    }
}

/// The modified flow near the equilibrium, a point a step.
fn curve(e: &Experiment, expansion: Expansion) -> Vec<Vec<f64>> {
    let steps = e.steps as f64;
    any::modified_curve(&e.field, expansion, &[8e-6, 6e-6], steps, 1.0)
        .map_or_else(|_| vec![], |curve| curve.into_iter().map(|(_, x)| x).take(e.steps as usize + 1).collect())
}
