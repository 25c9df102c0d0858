use super::{Evidence, Provenance, lab};
use crate::experiment::Experiment;
use nalgebra::Complex;

pub(super) const TITLE: &str = "Implicit Euler draws every start inwards at every step size; the implicit midpoint rule conserves the norm";
pub(super) const SOURCE: &str = "derived here; the proximal point method is that of Rockafellar 1976";
pub(super) const PROVENANCE: Provenance = Provenance::Derived;

const EULER: &str = "implicit_euler";
const MIDPOINT: &str = "implicit_midpoint";

fn experiment(rule: &str, loss: &str, h: f64) -> Experiment {
    lab::experiment(&format!("game.dirac.loss = {loss:?}\nrule.{rule}.lr = {h:?}"))
}

/// (1 + (1−p)λ)/(1 − pλ) at λ = ±iη: implicit Euler for p = 1, midpoint for p = ½, explicit Euler for p = 0.
fn pair(eta: f64, part: f64) -> [Complex<f64>; 2] {
    [-eta, eta].map(|im| {
        let l = Complex::new(0.0, im);
        (1.0 + l * (1.0 - part)) / (1.0 - l * part)
    })
}

pub(super) fn check(evidence: &mut Evidence) {
    for (loss, a) in lab::LOSSES {
        for h in [0.2, 1.3, 10.0] {
            for (rule, part) in [(EULER, 1.0), (MIDPOINT, 0.5)] {
                let e = experiment(rule, loss, h);
                // The other implicit rule's.
                let (claimed, misprint) = (pair(h * a, part), pair(h * a, 1.5 - part));
                let title = format!("{rule}, {loss}, h = {h}");
                let exact = Some((lab::update_eigenvalues(&e).into(), 1e-13));
                evidence.check(format!("eigenvalues of F', {title}"), claimed, misprint, exact, None);
                let (claimed, misprint) = (lab::turn_of(&claimed), lab::turn_of(&misprint));
                // A run that falls too fast is too short to show an angle.
                let run = (claimed[0] > 0.3).then(|| (lab::measured_turn(&e, 300), 1e-9));
                let exact = Some((lab::turn(&e), 1e-13));
                evidence.check(format!("factor and angle per step, {title}"), claimed, misprint, exact, run);
            }
        }
    }
    norms(evidence);
}

/// ‖w₊‖² = ‖w‖²/(1 + h²f'(θ₊ψ₊)²) for any zero-sum f, the mirror of Lemma 2.4; the midpoint rule conserves ‖w‖².
fn norms(evidence: &mut Evidence) {
    for (loss, h, n) in [("minimax", 0.5, 50), ("minimax", 1.5, 10), ("minimax", 3.0, 6), ("minimax", 10.0, 3), ("wasserstein", 0.5, 50)] {
        let slope = |x: &[f64]| if loss == "minimax" { lab::logistic_slope(x[0] * x[1]) } else { 1.0 };
        let start = [1.0, 1.5];
        let r2 = lab::square(&start);
        let run = lab::simulate(&experiment(EULER, loss, h), &start, n);
        let fall = |from: usize| -> f64 {
            (from..from + n as usize).map(|k| 1.0 / (1.0 + (h * slope(run.x(k))).powi(2))).product()
        };
        // f' at the old point; with f' constant, growth in place of decay.
        let misprint = if loss == "minimax" { r2 * fall(0) } else { r2 / fall(0) };
        let title = format!("‖w‖² after {n} steps from (1, 1.5), {EULER}, {loss}, h = {h}");
        evidence.check(title, r2 * fall(1), misprint, None, Some((lab::square(run.last()).into(), 1e-11)));
        let kept = lab::square(&lab::end(&experiment(MIDPOINT, loss, h), &start, 500));
        let title = format!("‖w‖² after 500 steps from (1, 1.5), {MIDPOINT}, {loss}, h = {h}");
        evidence.check(title, r2, r2 * fall(1), None, Some((kept.into(), 1e-11)));
    }
}
