use super::{Evidence, Provenance, lab};
use crate::{
    analysis::{CycleError, any},
    experiment::Experiment,
};

pub(super) const TITLE: &str = "DRAGAN on the Dirac-GAN: a cycle, or rest at the wrong point";
pub(super) const SOURCE: &str = "derived here";
pub(super) const PROVENANCE: Provenance = Provenance::Derived;

/// f'(0) and −f''(0).
const A: f64 = 0.5;
const B: f64 = 0.25;

fn experiment(lambda: f64, target: f64, rule: &str) -> Experiment {
    lab::experiment(&format!(
        "game.dirac.penalty.dragan = {{ lambda = {lambda:?}, target = {target:?} }}\nrule.{rule}.lr = 0.1"
    ))
}

/// λ + bλ²g₀²/a²: the damping at the virtual equilibrium, where θ ≠ 0 brings f'' in.
fn damping(lambda: f64, target: f64) -> f64 {
    lambda + B * (lambda * target / A).powi(2)
}

pub(super) fn check(evidence: &mut Evidence) {
    for (lambda, target) in [(0.3, 1.0), (0.7, 0.3), (1.0, 0.3), (2.0, 0.5)] {
        let e = experiment(lambda, target, "simultaneous");
        let title = |what: &str| format!("{what}, λ = {lambda}, g₀ = {target}");
        let at = -lambda * target / A;
        let edge = [at, 1e-12];
        let speed = any::velocity(&e.field, &edge);
        // The field points straight at a virtual equilibrium and vanishes there; −λg₀ is the Wasserstein game's.
        let slope = lab::logistic_slope(0.0);
        let wrong = [0.0, -lambda * target * slope + lambda * target];
        evidence.check(title("v just above the virtual equilibrium"), [0.0, 0.0], wrong, Some((speed.into(), 1e-11)), None);
        let hat = damping(lambda, target);
        let (claimed, misprint) =
            (lab::roots(-hat / 2.0, hat * hat / 4.0 - A * A), lab::roots(-lambda / 2.0, lambda * lambda / 4.0 - A * A));
        let exact = Some((lab::field_eigenvalues_at(&e, &edge).into(), 1e-10));
        evidence.check(title("eigenvalues of v' there"), claimed, misprint, exact, None);
    }
    // λ̂ ≥ 2a: rest at (−λg₀/a, 0+). The third pair is overdamped only through f''.
    for (lambda, target) in [(1.0, 0.3), (2.0, 0.5), (0.95, 0.3)] {
        let at = -lambda * target / A;
        let flow = match any::limit_cycle(&experiment(lambda, target, "simultaneous").field, 2.0) {
            Err(CycleError::NoReturn { theta, .. }) => theta,
            _ => f64::NAN,
        };
        let title = |what: &str| format!("{what}, λ = {lambda}, g₀ = {target}");
        evidence.check(title("θ where the flow comes to rest"), at, 0.0, None, Some((flow.into(), 1e-12)));
        for rule in ["simultaneous", "alternating"] {
            let run = Some((lab::end(&experiment(lambda, target, rule), &[1.0, 1.0], 5000).into(), 1e-12));
            evidence.check(title(&format!("(θ, ψ) after 5000 steps, {rule}")), [at, 0.0], [0.0, 0.0], None, run);
        }
    }
    let e = experiment(0.7, 0.3, "simultaneous");
    let found = lab::update_eigenvalues(&e).len() as f64;
    evidence.check("eigenvalues that F' has at (0, 0)", 0.0, 2.0, Some((found.into(), 0.0)), None);
}
