use super::{Evidence, Provenance, lab};
use crate::{analysis::any, experiment::Experiment};
use nalgebra::Complex;

pub(super) const TITLE: &str = "Unrolling k inner steps damps as R₁ with γ = 2kηf'(0)², or half of it without differentiating through them";
pub(super) const SOURCE: &str = "derived here for the method of Metz et al. 2017";
pub(super) const PROVENANCE: Provenance = Provenance::Derived;

fn experiment(loss: &str, k: u32, eta: f64, differentiate: bool, rule: &str) -> Experiment {
    lab::experiment(&format!(
        "game.dirac.loss = {loss:?}\nrule.{rule}.lr = 0.2\n\
         field.unrolled = {{ steps = {k}, inner_lr = {eta:?}, differentiate = {differentiate} }}"
    ))
}

/// −γ/2 ± √(γ²/4 − a²).
fn pair(gamma: f64, a: f64) -> [Complex<f64>; 2] {
    lab::roots(-gamma / 2.0, gamma * gamma / 4.0 - a * a)
}

pub(super) fn check(evidence: &mut Evidence) {
    for (loss, a) in lab::LOSSES {
        for (k, eta) in [(1, 0.5), (5, 0.1), (3, 0.7)] {
            for (differentiate, factor) in [(true, 2.0), (false, 1.0)] {
                let unit = f64::from(k) * eta * a * a;
                // The other factor.
                let (gamma, wrong) = (factor * unit, (3.0 - factor) * unit);
                let e = experiment(loss, k, eta, differentiate, "simultaneous");
                let title = format!("{loss}, k = {k}, η = {eta}, differentiate = {differentiate}");
                let exact = Some((lab::field_eigenvalues(&e).into(), 1e-13));
                evidence.check(format!("eigenvalues of v̂', {title}"), pair(gamma, a), pair(wrong, a), exact, None);
                let (rate, speed) = lab::flow(&e, 20.0 / gamma, 0.05);
                let slow = |l: [Complex<f64>; 2]| [l[1].re, l[1].im];
                let run = Some(([rate, speed].into(), 1e-5));
                let what = format!("rate and angular speed of the flow, {title}");
                evidence.check(what, slow(pair(gamma, a)), slow(pair(wrong, a)), None, run);
                let h = 0.2;
                let turn = |gamma: f64| lab::turn_of(&lab::roots_of(2.0 - h * gamma - (h * a).powi(2), 1.0 - h * gamma));
                let e = experiment(loss, k, eta, differentiate, "alternating");
                let (exact, run) = ((lab::turn(&e), 1e-12), (lab::measured_turn(&e, 300), 1e-8));
                let what = format!("factor and angle per step, alternating, h = {h}, {title}");
                evidence.check(what, turn(gamma), turn(wrong), Some(exact), Some(run));
            }
        }
        for (differentiate, factor) in [(true, 2.0), (false, 1.0)] {
            let e = experiment(loss, 4, 0.1, differentiate, "simultaneous");
            let exact = Some((lab::critical(&e, "field.unrolled.inner_lr", 0.01, 9.0), 1e-11));
            let claimed = 2.0 / (factor * 4.0 * a);
            let title = format!("critical η at k = 4, {loss}, differentiate = {differentiate}");
            evidence.check(title, claimed, 2.0 / ((3.0 - factor) * 4.0 * a), exact, None);
        }
    }
    // Wasserstein: v̂_θ = −ψ − 2kηθ everywhere.
    let (k, eta) = (3, 0.7);
    for x @ [t, p] in [[1.0, 2.0], [-3.0, 0.5]] {
        for (differentiate, factor) in [(true, 2.0), (false, 1.0)] {
            let field = |factor: f64| [-p - factor * f64::from(k) * eta * t, t];
            let exact = any::velocity(&experiment("wasserstein", k, eta, differentiate, "simultaneous").field, &x);
            let title = format!("v̂ at {x:?}, wasserstein, k = {k}, η = {eta}, differentiate = {differentiate}");
            evidence.check(title, field(factor), field(3.0 - factor), Some((exact.into(), 1e-14)), None);
        }
    }
}
