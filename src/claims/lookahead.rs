use super::{Evidence, Provenance, lab};
use crate::experiment::Experiment;
use nalgebra::Complex;

pub(super) const TITLE: &str = "Lookahead turns outward spirals inward, except where k inner steps are a whole turn";
pub(super) const SOURCE: &str = "derived here for the method of Zhang et al. 2019 and Chavdarova et al. 2021";
pub(super) const PROVENANCE: Provenance = Provenance::Derived;

const ALPHA: &str = "rule.lookahead.alpha";

fn experiment(loss: &str, inner: &str, h: f64, k: i32, alpha: f64) -> Experiment {
    lab::experiment(&format!(
        "game.dirac.loss = {loss:?}\nrule.lookahead = {{ k = {k}, alpha = {alpha:?}, inner.{inner}.lr = {h:?} }}"
    ))
}

/// The inner eigenvalue of Lemma 2.4 or 2.5 in the upper half-plane.
fn inner_eigenvalue(inner: &str, eta: f64) -> Complex<f64> {
    if inner == "simultaneous" { lab::roots(1.0, -eta * eta)[1] } else { lab::roots_of(2.0 - eta * eta, 1.0)[1] }
}

/// 1 − α + αxᵏ and its conjugate.
fn pair(x: Complex<f64>, k: i32, alpha: f64) -> [Complex<f64>; 2] {
    let l = 1.0 - alpha + x.powi(k) * alpha;
    [l, l.conj()]
}

pub(super) fn check(evidence: &mut Evidence) {
    for (loss, a) in lab::LOSSES {
        for inner in ["simultaneous", "alternating"] {
            for (h, k, alpha) in [(0.2, 5, 0.5), (0.5, 4, 0.3), (0.1, 10, 0.8)] {
                let e = experiment(loss, inner, h, k, alpha);
                let x = inner_eigenvalue(inner, h * a);
                // (1 − α + αx)ᵏ: the average taken at every inner step.
                let (claimed, misprint) = (pair(x, k, alpha), pair(x, 1, alpha).map(|l| l.powi(k)));
                let title = format!("{inner} inside, {loss}, h = {h}, k = {k}, α = {alpha}");
                let exact = Some((lab::update_eigenvalues(&e).into(), 1e-13));
                evidence.check(format!("eigenvalues of F', {title}"), claimed, misprint, exact, None);
                let (claimed, misprint) = (lab::turn_of(&claimed), lab::turn_of(&misprint));
                let run = Some((lab::measured_turn(&e, 400), 1e-8));
                let title = format!("factor and angle per step, {title}");
                evidence.check(title, claimed, misprint, Some((lab::turn(&e), 1e-13)), run);
            }
        }
        weights(evidence, loss, a);
        small_weights(evidence, loss, a);
    }
    resonance(evidence);
}

/// |1 − α + αxᵏ|² = 1 − 2α(1 − Re xᵏ) + α²|1 − xᵏ|²: stable up to twice the best α. In turns |x| = 1, so α = 1 is
/// neutral and ½ is best.
fn weights(evidence: &mut Evidence, loss: &str, a: f64) {
    for (inner, h, k) in [("simultaneous", 0.2, 5), ("simultaneous", 0.1, 10), ("alternating", 0.5, 3)] {
        let power = inner_eigenvalue(inner, h * a).powi(k);
        let best = (1.0 - power.re) / (1.0 - power).norm_sqr();
        let radius = power.im.abs() / (1.0 - power).norm();
        let e = experiment(loss, inner, h, k, 0.5);
        let title = format!("{inner} inside, {loss}, h = {h}, k = {k}");
        let exact = Some((lab::best(&e, ALPHA, 0.01, 1.0), 1e-7));
        // The average of the two points, and what it leaves; in turns the last point.
        let wrong = if inner == "alternating" { 1.0 } else { 0.5 };
        let misprint = [wrong, pair(inner_eigenvalue(inner, h * a), k, wrong)[0].norm()];
        evidence.check(format!("best α and its radius, {title}"), [best, radius], misprint, exact, None);
        if inner == "simultaneous" && 2.0 * best < 1.0 {
            let exact = Some((lab::boundary(&e, ALPHA, 0.01, 1.0), 1e-11));
            evidence.check(format!("largest stable α, {title}"), 2.0 * best, 1.0, exact, None);
        }
    }
}

/// A small α converges iff Re xᵏ < 1: never for k = 1, where x = 1 + iη, nor for k = 6 with η = √3, where x⁶ = 64.
fn small_weights(evidence: &mut Evidence, loss: &str, a: f64) {
    for (k, eta, converges) in [(1, 0.1, 0.0), (6, 3f64.sqrt(), 0.0), (2, 0.1, 1.0), (5, 0.2, 1.0), (4, 1.2, 1.0)] {
        let e = experiment(loss, "simultaneous", eta / a, k, 1e-3);
        let exact = Some((f64::from(lab::radius(&e) < 1.0).into(), 0.0));
        let size = |x: &[f64]| lab::square(x);
        let end = size(&lab::end(&e, &[1e-6, 2e-6], 4000));
        let run = Some((f64::from(end < size(&[1e-6, 2e-6])).into(), 0.0));
        let title = format!("whether α = 0.001 converges, {loss}, k = {k}, η = {eta:.3}");
        evidence.check(title, converges, 1.0 - converges, exact, run);
    }
}

/// α_alt = 1 turns by 60° a round: six rounds are the identity, and half-way between opposite points is the centre.
fn resonance(evidence: &mut Evidence) {
    for (loss, h) in [("minimax", 2.0), ("wasserstein", 1.0)] {
        for (k, claimed, misprint) in [(6, 1.0, 0.0), (3, 0.0, 0.5)] {
            let e = experiment(loss, "alternating", h, k, 0.5);
            let exact = Some((lab::update_eigenvalues(&e).into(), 1e-12));
            let [claimed, misprint] = [claimed, misprint].map(|l| [Complex::from(l); 2]);
            evidence.check(format!("eigenvalues of F', {loss}, h = {h}, k = {k}, α = 0.5"), claimed, misprint, exact, None);
        }
    }
    let start = [1.0, 0.5];
    for (k, steps, claimed, misprint) in [(6, 100, start, [0.0; 2]), (3, 1, [0.0; 2], [0.5, 0.25])] {
        let e = experiment("wasserstein", "alternating", 1.0, k, 0.5);
        let run = Some((lab::end(&e, &start, steps).into(), 1e-12));
        let title = format!("(θ, ψ) after {steps} steps from (1, 0.5), wasserstein, h = 1, k = {k}, α = 0.5");
        evidence.check(title, claimed, misprint, None, run);
    }
}
