use super::{Evidence, Provenance, lab};
use crate::{
    analysis::{Cycle, CycleError, any},
    experiment::Experiment,
};
use std::f64::consts::{PI, TAU};

pub(super) const TITLE: &str = "WGAN-GP circles for ever, or stops at the wrong point";
pub(super) const SOURCE: &str = "Mescheder et al. 2018, Lemma 3.1; cycle and wrong point derived here";
pub(super) const PROVENANCE: Provenance = Provenance::Read;

fn experiment(lambda: f64, target: f64, rule: &str, h: f64) -> Experiment {
    lab::experiment(&format!(
        "game.dirac.loss = \"wasserstein\"\ngame.dirac.penalty.gradient_penalty = {{ lambda = {lambda:?}, target = {target:?} }}\n\
         rule.{rule}.lr = {h:?}"
    ))
}

pub(super) fn check(evidence: &mut Evidence) {
    kink(evidence);
    for (lambda, target) in [(0.3, 1.0), (0.7, 1.0), (1.0, 0.3), (1.5, 0.5)] {
        cycle(evidence, lambda, target);
    }
    for (lambda, target) in [(2.0, 1.0), (2.5, 0.3), (3.0, 0.3)] {
        wrong_point(evidence, lambda, target);
    }
    // In turns already from λ = 2 − h on.
    let e = experiment(1.95, 0.3, "alternating", 0.1);
    let run = Some((lab::end(&e, &[1.0, 1.0], 2000).into(), 1e-12));
    evidence.check("(θ, ψ) after 2000 steps, alternating, h = 0.1, λ = 1.95, g₀ = 0.3", [-0.585, 0.0], [0.0, 0.0], None, run);
}

/// No Jacobian at (0, 0), and a jump instead of a fixed point: beside it every step moves ψ by hλg₀.
fn kink(evidence: &mut Evidence) {
    let (lambda, target, h) = (0.7, 1.0, 0.2);
    for rule in ["simultaneous", "alternating"] {
        let e = experiment(lambda, target, rule, h);
        let found = lab::update_eigenvalues(&e).len() as f64;
        let title = format!("eigenvalues that F' has at (0, 0), {rule}");
        evidence.check(title, 0.0, 2.0, Some((found.into(), 0.0)), None);
        let x = [1e-12, 1e-12];
        let jump = (lab::end(&e, &x, 1)[1] - x[1]).abs();
        let title = format!("|ψ₊ − ψ| from (1e-12, 1e-12), {rule}");
        evidence.check(title, h * lambda * target, 0.0, None, Some((jump.into(), 1e-11)));
    }
}

/// λ < 2: the flow has one limit cycle.
fn cycle(evidence: &mut Evidence, lambda: f64, target: f64) {
    let e = experiment(lambda, target, "simultaneous", 0.1);
    let title = |what: &str| format!("{what}, λ = {lambda}, g₀ = {target}");
    let omega = (1.0 - lambda * lambda / 4.0).sqrt();
    let above = lab::field_eigenvalues_at(&e, &[-lambda * target, 0.5]);
    let claimed = lab::roots(-lambda / 2.0, lambda * lambda / 4.0 - 1.0);
    // The one-sided spectrum is R1's: a square is as easily lost here as there.
    let misprint = lab::roots(-lambda / 2.0, lambda / 4.0 - 1.0);
    if lambda != 1.0 {
        evidence.check(title("eigenvalues of v' above ψ = 0"), claimed, misprint, Some((above.into(), 1e-14)), None);
    }
    let Cycle { crossing, period, contraction } = any::limit_cycle(&e.field, 2.0).unwrap_or_else(|e| panic!("{e}"));
    let x = PI * lambda / (4.0 * omega);
    let g = lambda * target;
    evidence.check(title("crossing of ψ = 0"), g / x.tanh(), g * x.tanh(), None, Some((crossing.into(), 1e-12)));
    evidence.check(title("period"), TAU / omega, TAU, None, Some((period.into(), 1e-11)));
    let q = (-2.0 * x).exp();
    evidence.check(title("contraction per half-turn"), q, q * q, None, Some((contraction.into(), 1e-8)));
    // The discrete cycle is the flow's up to O(h).
    let h = 1e-3;
    let e = experiment(lambda, target, "alternating", h);
    let run = lab::simulate(&e, &[g / x.tanh(), 0.0], 60_000);
    let widest = (40_000..run.len()).map(|k| run.x(k)[0].abs()).fold(0.0, f64::max);
    // |θ| is largest at the crossing, where v_θ = −ψ = 0.
    let title = title("largest |θ| of late rounds, alternating, h = 0.001");
    evidence.check(title, g / x.tanh(), g * x.tanh(), None, Some((widest.into(), 2e-3)));
}

/// λ ≥ 2: overdamped on each side, so the orbit comes to rest at the virtual equilibrium (−λg₀, 0+), where v ≠ 0 on
/// the line itself.
fn wrong_point(evidence: &mut Evidence, lambda: f64, target: f64) {
    let g = lambda * target;
    let e = experiment(lambda, target, "simultaneous", 0.1);
    let at = match any::limit_cycle(&e.field, 2.0) {
        Err(CycleError::NoReturn { theta, .. }) => theta,
        _ => f64::NAN,
    };
    let title = |what: &str| format!("{what}, λ = {lambda}, g₀ = {target}");
    evidence.check(title("θ where the flow comes to rest"), -g, 0.0, None, Some((at.into(), 1e-12)));
    for rule in ["simultaneous", "alternating"] {
        let run = Some((lab::end(&experiment(lambda, target, rule, 0.1), &[1.0, 1.0], 2000).into(), 1e-12));
        evidence.check(title(&format!("(θ, ψ) after 2000 steps, {rule}, h = 0.1")), [-g, 0.0], [0.0, 0.0], None, run);
    }
}
