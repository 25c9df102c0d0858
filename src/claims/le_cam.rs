use super::{Evidence, Provenance, lab};
use crate::experiment::Experiment;
use std::f64::consts::TAU;

pub(super) const TITLE: &str = "The LeCam regulariser damps nothing locally: it changes the frequency, or makes a saddle";
pub(super) const SOURCE: &str = "derived here for the penalty of Tseng et al. 2021 with constant anchors";
pub(super) const PROVENANCE: Provenance = Provenance::Derived;

fn experiment(loss: &str, lambda: f64, [real, fake]: [f64; 2], rule: &str) -> Experiment {
    lab::experiment(&format!(
        "game.dirac.loss = {loss:?}\nrule.{rule}.lr = 0.2\n\
         game.dirac.penalty.le_cam = {{ lambda = {lambda:?}, real = {real:?}, fake = {fake:?} }}"
    ))
}

pub(super) fn check(evidence: &mut Evidence) {
    for (loss, a) in lab::LOSSES {
        for (lambda, anchors @ [real, _]) in
            [(0.3, [0.0, 0.0]), (0.3, [0.5, -0.5]), (0.3, [-0.5, 0.5]), (1.0, [0.8, 0.0])]
        {
            let title = format!("{loss}, λ = {lambda}, (α_R, α_F) = {anchors:?}");
            // J = [[0, −a], [a − 2λα_R, 0]]; the misprint damps like R₁ with γ = 2λ.
            let square = -a * (a - 2.0 * lambda * real);
            let (claimed, misprint) = (lab::roots(0.0, square), lab::roots(-lambda, lambda * lambda - a * a));
            let exact = Some((lab::field_eigenvalues(&experiment(loss, lambda, anchors, "simultaneous")).into(), 1e-14));
            evidence.check(format!("eigenvalues of v', {title}"), claimed, misprint, exact, None);
            let h = 0.2;
            let damped = misprint.map(|l| 1.0 + l * h);
            let simultaneous = claimed.map(|l| 1.0 + l * h);
            let alternating = lab::roots_of(2.0 + h * h * square, 1.0);
            for (rule, claimed) in [("simultaneous", simultaneous), ("alternating", alternating)] {
                let e = experiment(loss, lambda, anchors, rule);
                let run = Some((lab::measured_turn(&e, 400), 1e-9));
                let (claimed, misprint) = (lab::turn_of(&claimed), lab::turn_of(&damped));
                let exact = Some((lab::turn(&e), 1e-13));
                let title = format!("factor and angle per step, {rule}, h = {h}, {title}");
                evidence.check(title, claimed, misprint, exact, run);
            }
        }
        for lambda in [0.3, 1.0] {
            let e = experiment(loss, lambda, [0.0, 0.0], "simultaneous");
            let exact = Some((lab::critical(&e, "game.dirac.penalty.le_cam.real", 0.0, 9.0), 1e-12));
            let title = format!("α_R at which the centre becomes a saddle, {loss}, λ = {lambda}");
            evidence.check(title, a / (2.0 * lambda), a / lambda, exact, None);
        }
    }
    for (loss, a) in [("minimax", 0.5), ("wasserstein", 1.0)] {
        cubic(evidence, loss, a);
    }
}

/// With anchors 0, dr²/dt = −4λ(θψ)²: damped by the cubic terms alone, 1/r² grows at the rate λ/2.
fn cubic(evidence: &mut Evidence, loss: &str, a: f64) {
    for (lambda, turns) in [(0.3, 20.0), (1.0, 20.0)] {
        let e = experiment(loss, lambda, [0.0, 0.0], "simultaneous");
        let (start, t) = ([0.08, 0.06], turns * TAU / a);
        let grown = 1.0 / lab::square(&lab::flow_end(&e, &start, t)) - 1.0 / lab::square(&start);
        let title = format!("growth of 1/r² along the flow in {turns} turns, anchors 0, {loss}, λ = {lambda}");
        // The mean of sin² forgotten.
        evidence.check(title, 0.5 * lambda * t, lambda * t, None, Some((grown.into(), 3e-5)));
    }
}
