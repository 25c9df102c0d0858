use super::{Evidence, Provenance, lab};
use crate::{analysis::any, experiment::Experiment};
use nalgebra::Complex;
use std::f64::consts::FRAC_1_SQRT_2;

pub(super) const TITLE: &str = "Optimistic descent and past extragradient: stable for η < 1/√3, best at η = ½ with ρ = 1/√2";
pub(super) const SOURCE: &str = "derived here for the methods of Popov 1980 and Daskalakis et al. 2018";
pub(super) const PROVENANCE: Provenance = Provenance::Derived;

fn experiment(rule: &str, loss: &str, h: f64) -> Experiment {
    lab::experiment(&format!("game.dirac.loss = {loss:?}\nrule.{rule}.lr = {h:?}"))
}

/// (1 ± √(1−4η²) ± 2iη)/2.
fn eigenvalues(eta: f64) -> Vec<Complex<f64>> {
    let root = Complex::from(1.0 - 4.0 * eta * eta).sqrt();
    let all = [(1.0, 1.0), (1.0, -1.0), (-1.0, 1.0), (-1.0, -1.0)];
    all.iter().map(|(s, t)| (1.0 + root * *s + Complex::new(0.0, 2.0 * eta * t)) / 2.0).collect()
}

/// ρ: the dominant pair.
fn radius(eta: f64) -> f64 {
    let d = 1.0 - 4.0 * eta * eta;
    if d >= 0.0 { ((1.0 + d.sqrt()) / 2.0).sqrt() } else { (0.25 + (eta + 0.5 * (-d).sqrt()).powi(2)).sqrt() }
}

pub(super) fn check(evidence: &mut Evidence) {
    for rule in ["optimistic", "past_extragradient"] {
        for (loss, a) in lab::LOSSES {
            for h in [0.2, 0.7, 1.1] {
                one(evidence, rule, loss, h, h * a);
            }
            let (e, path) = (experiment(rule, loss, 0.1), format!("rule.{rule}.lr"));
            // Extragradient's, twice.
            let exact = Some((lab::boundary(&e, &path, 0.01, 9.0), 1e-10));
            evidence.check(format!("largest stable h, {rule}, {loss}"), 1.0 / (3f64.sqrt() * a), 1.0 / a, exact, None);
            let exact = Some((lab::best(&e, &path, 0.01, 1.1 / a), 1e-7));
            let (claimed, misprint) = ([0.5 / a, FRAC_1_SQRT_2], [FRAC_1_SQRT_2 / a, 0.75f64.sqrt()]);
            evidence.check(format!("best h and its radius, {rule}, {loss}"), claimed, misprint, exact, None);
        }
    }
    same(evidence);
}

fn one(evidence: &mut Evidence, rule: &str, loss: &str, h: f64, eta: f64) {
    let (e, s) = (experiment(rule, loss, h), eta * eta);
    let title = format!("{rule}, {loss}, h = {h}");
    // (x² − x)² + η²(2x − 1)²; extragradient has x²((x − 1 + η²)² + η²).
    let claimed = [-2.0, 1.0 + 4.0 * s, -4.0 * s, s];
    let misprint = [-2.0 * (1.0 - s), (1.0 - s) * (1.0 - s) + s, 0.0, 0.0];
    let exact = Some((lab::characteristic(&e), 1e-13));
    evidence.check(format!("coefficients of det(x − F'), {title}"), claimed, misprint, exact, None);
    let extragradient = lab::roots(1.0 - s, -s);
    let exact = Some((lab::turn(&e), 1e-12));
    let run = Some((lab::measured_turn(&e, 400), 1e-8));
    let title = format!("factor and angle per step, {title}");
    evidence.check(title, lab::turn_of(&eigenvalues(eta)), lab::turn_of(&extragradient), exact, run);
    let exact = Some((lab::radius(&e).into(), 1e-12));
    evidence.check(format!("ρ, {rule}, {loss}, h = {h}"), radius(eta), lab::modulus(&extragradient), exact, None);
}

/// The look-ahead points y of past extragradient are the optimistic iterates w, on any game: x_k = w_{k+1} − h v(w_k).
fn same(evidence: &mut Evidence) {
    let h = 0.3;
    for loss in ["minimax", "non_saturating"] {
        let [optimistic, past] = ["optimistic", "past_extragradient"].map(|rule| experiment(rule, loss, h));
        let (start, n) = ([1.5, -0.7], 60);
        let w = lab::simulate(&optimistic, &start, n + 1);
        let [last, next] = [w.x(n as usize), w.x(n as usize + 1)];
        let v = any::velocity(&optimistic.field, last);
        let claimed = [next[0] - h * v[0], next[1] - h * v[1]];
        let run = Some((lab::end(&past, &start, n).into(), 1e-12));
        // That x is the optimistic iterate itself.
        let title = format!("x after {n} steps of past extragradient from {start:?}, out of the optimistic run, {loss}");
        evidence.check(title, claimed, last.to_vec(), None, run);
    }
}
