use super::{Evidence, Provenance, lab};
use crate::experiment::Experiment;
use std::f64::consts::FRAC_1_SQRT_2;

pub(super) const TITLE: &str = "Extragradient on a rotation: 1 − η₁η₂ ± iη₂, stable for η < 1, best at η = 1/√2";
pub(super) const SOURCE: &str = "derived here for the method of Korpelevich 1976";
pub(super) const PROVENANCE: Provenance = Provenance::Derived;

const LR: &str = "rule.extragradient.lr";

fn experiment(loss: &str, h: f64, more: &str) -> Experiment {
    lab::experiment(&format!("game.dirac.loss = {loss:?}\n{LR} = {h:?}\n{more}"))
}

pub(super) fn check(evidence: &mut Evidence) {
    for (loss, a) in lab::LOSSES {
        for (h, ahead) in [(0.2, 0.2), (1.1, 1.1), (0.2, 0.6), (0.3, 2.5)] {
            let e = experiment(loss, h, &format!("rule.extragradient.lookahead = {ahead:?}"));
            let (eta, inner) = (h * a, ahead * a);
            // The second-order step of the exponential, which has half of η₁η₂.
            let pair = |part: f64| lab::roots(1.0 - part * inner * eta, -eta * eta);
            let (claimed, misprint) = (pair(1.0), pair(0.5));
            let title = format!("{loss}, h₂ = {h}, h₁ = {ahead}");
            let exact = Some((lab::update_eigenvalues(&e).into(), 1e-13));
            evidence.check(format!("eigenvalues of F', {title}"), claimed, misprint, exact, None);
            let (claimed, misprint) = (lab::turn_of(&claimed), lab::turn_of(&misprint));
            let run = Some((lab::measured_turn(&e, 400), 1e-9));
            evidence.check(format!("factor and angle per step, {title}"), claimed, misprint, Some((lab::turn(&e), 1e-13)), run);
        }
        let e = experiment(loss, 0.1, "");
        let exact = Some((lab::boundary(&e, LR, 0.01, 9.0), 1e-11));
        // Of alternating descent.
        evidence.check(format!("largest stable h, {loss}"), 1.0 / a, 2.0 / a, exact, None);
        let exact = Some((lab::best(&e, LR, 0.01, 3.0), 1e-7));
        // Of the optimistic method.
        let (claimed, misprint) = ([FRAC_1_SQRT_2 / a, 0.75f64.sqrt()], [0.5 / a, FRAC_1_SQRT_2]);
        evidence.check(format!("best h and its radius, {loss}"), claimed, misprint, exact, None);
        far(evidence, loss, a);
    }
    bilinear(evidence);
}

/// A long look-ahead and a short step: stable for η₁ between (1 ∓ √(1−η₂²))/η₂, and ρ = η₂ at η₁ = 1/η₂.
fn far(evidence: &mut Evidence, loss: &str, a: f64) {
    let h = 0.2;
    let eta = h * a;
    let e = experiment(loss, h, &format!("rule.extragradient.lookahead = {:?}", 1.0 / (eta * a)));
    let path = "rule.extragradient.lookahead";
    let exact = Some((lab::boundary(&e, path, 1e-3, 1.0 / (eta * a)), 1e-11));
    let claimed = (1.0 - (1.0 - eta * eta).sqrt()) / (eta * a);
    let title = format!("smallest stabilising look-ahead h₁ at h₂ = {h}, {loss}");
    evidence.check(title, claimed, h, exact, None);
    let exact = Some((lab::boundary(&e, path, 1.0 / (eta * a), 4.0 / (eta * a)), 1e-11));
    let claimed = (1.0 + (1.0 - eta * eta).sqrt()) / (eta * a);
    let title = format!("largest stabilising look-ahead h₁ at h₂ = {h}, {loss}");
    // Where the real part is −1.
    evidence.check(title, claimed, 2.0 / (eta * a), exact, None);
    let beyond = experiment(loss, 0.5 / a, &format!("{path} = {:?}", 4.0 / a));
    let exact = Some((lab::radius(&beyond).into(), 1e-13));
    // As if every long look-ahead were stable.
    evidence.check(format!("ρ beyond, at η₂ = ½ and η₁ = 4, {loss}"), 1.25f64.sqrt(), 0.5, exact, None);
    let exact = Some((lab::best(&e, path, 1.0, 2.0 / (eta * a)), 1e-7));
    let title = format!("best look-ahead h₁ at h₂ = {h} and its radius, {loss}");
    // h₁ = h₂.
    let misprint = [h, (1.0 - eta * eta + eta.powi(4)).sqrt()];
    evidence.check(title, [1.0 / (eta * a), eta], misprint, exact, None);
}

/// Singular values σ of a bilinear game: ρ² = max(1 − h²σ² + h⁴σ⁴), best at h² = 1/(σ_min² + σ_max²).
fn bilinear(evidence: &mut Evidence) {
    // AᵀA has the trace 5.25 and the determinant 4.
    let (trace, det): (f64, f64) = (5.25, 4.0);
    let e = lab::experiment("game.bilinear.matrix = [[1.0, 0.0], [0.5, 2.0]]\nrule.extragradient.lr = 0.3");
    let largest = (trace / 2.0 + (trace * trace / 4.0 - det).sqrt()).sqrt();
    let claimed = [1.0 / trace.sqrt(), (1.0 - det / (trace * trace)).sqrt()];
    // Tuned for the largest singular value alone.
    let misprint = [FRAC_1_SQRT_2 / largest, 0.75f64.sqrt()];
    let exact = Some((lab::best(&e, LR, 0.01, 0.49), 1e-7));
    evidence.check("best h and its radius, bilinear game", claimed, misprint, exact, None);
    let at = |h: f64, s2: f64| (1.0 - h * h * s2 + (h * h * s2).powi(2)).sqrt();
    let exact = Some((lab::radius(&lab::with(&e, LR, 0.25)).into(), 1e-12));
    let small = det / (largest * largest);
    evidence.check("ρ at h = 0.25, bilinear game", at(0.25, small), at(0.25, largest * largest), exact, None);
}
