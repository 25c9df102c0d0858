use super::{Evidence, Provenance, lab};
use crate::{
    analysis::{Spectrum, any},
    experiment::Experiment,
};
use nalgebra::Complex;

pub(super) const TITLE: &str = "Consensus optimisation damps, −γf'(0)² ± if'(0), and never stops turning";
pub(super) const SOURCE: &str = "Mescheder, Nowozin, Geiger 2017; spectrum on the Dirac-GAN derived here";
pub(super) const PROVENANCE: Provenance = Provenance::Derived;

const SIM: &str = "simultaneous";
const ALT: &str = "alternating";

fn experiment(game: &str, gamma: f64, rule: &str, h: f64) -> Experiment {
    lab::experiment(&format!("{game}\nfield.consensus.gamma = {gamma:?}\nrule.{rule}.lr = {h:?}"))
}

fn pair(gamma: f64, a: f64) -> [Complex<f64>; 2] {
    lab::roots(-gamma * a * a, -a * a)
}

pub(super) fn check(evidence: &mut Evidence) {
    for (loss, a) in lab::LOSSES {
        let game = format!("game.dirac.loss = {loss:?}");
        for gamma in [0.3, 1.0, 3.0] {
            let e = experiment(&game, gamma, SIM, 0.1);
            let title = format!("{loss}, γ = {gamma}");
            // Without the ½ of ½‖v‖².
            let (claimed, misprint) = (pair(gamma, a), pair(2.0 * gamma, a));
            let exact = Some((lab::field_eigenvalues(&e).into(), 1e-14));
            evidence.check(format!("eigenvalues of v̂', {title}"), claimed, misprint, exact, None);
            let (rate, speed) = lab::flow(&e, 5.0 / (gamma * a * a), 0.05);
            let run = Some(([rate, speed].into(), 1e-7));
            let slow = |l: [Complex<f64>; 2]| [l[1].re, l[1].im];
            evidence.check(format!("rate and angular speed of the flow, {title}"), slow(claimed), slow(misprint), None, run);
            steps(evidence, &game, gamma, a, &title);
        }
    }
    general(evidence);
}

/// Simultaneous: h < 2γ/(1 + γ²a²). Alternating: ha(1 + γa) < 2.
fn steps(evidence: &mut Evidence, game: &str, gamma: f64, a: f64, title: &str) {
    let (c, kappa, h) = (gamma * a, 1.0 - 0.3 * gamma * a * a, 0.3);
    let sim = lab::roots_of(2.0 * kappa, kappa * kappa + h * h * a * a);
    let alt = lab::roots_of(2.0 * kappa - h * h * a * a, kappa * kappa);
    let limits = [2.0 * gamma / (1.0 + c * c), 2.0 / (a * (1.0 + c))];
    let root = (1.0 + c * c).sqrt();
    let best = [[gamma / (1.0 + c * c), 1.0 / root], [2.0 * (root - c) / a, (root - c).powi(2)]];
    for (rule, [claimed, misprint], [limit, wrong], [good, bad]) in [
        (SIM, [sim, alt], [limits[0], limits[1]], [best[0], best[1]]),
        (ALT, [alt, sim], [limits[1], limits[0]], [best[1], best[0]]),
    ] {
        let e = experiment(game, gamma, rule, h);
        let path = format!("rule.{rule}.lr");
        let (claimed, misprint) = (lab::turn_of(&claimed), lab::turn_of(&misprint));
        // A run that loses a digit a step is too short to show an angle.
        let run = (claimed[0] > 0.15).then(|| (lab::measured_turn(&e, 300), 1e-12));
        let exact = Some((lab::turn(&e), 1e-13));
        evidence.check(format!("factor and angle per step, {rule}, h = {h}, {title}"), claimed, misprint, exact, run);
        let exact = Some((lab::boundary(&e, &path, 0.01, 9.0), 1e-12));
        // γa = 1 is where both limits meet.
        let wrong = if c == 1.0 { 2.0 * gamma } else { wrong };
        evidence.check(format!("largest stable h, {rule}, {title}"), limit, wrong, exact, None);
        let exact = Some((lab::best(&e, &path, 0.01, 4.5), 1e-7));
        evidence.check(format!("best h and its radius, {rule}, {title}"), good, bad, exact, None);
    }
}

/// At any zero of v: v̂' = J − γJᵀJ, with all eigenvalues in the left half-plane if (J + Jᵀ)/2 ⪯ 0 and J is invertible.
fn general(evidence: &mut Evidence) {
    for game in [
        "game.dirac.penalty.r1.gamma = 0.4\ngame.dirac.noise.sigma = 0.9",
        "game.dirac.dim = 2\ngame.dirac.penalty.r2.gamma = 0.7",
        "game.dirac.loss = \"non_saturating\"\ngame.dirac.bias = true\ngame.dirac.penalty.roth.gamma = 0.7",
    ] {
        let (plain, gamma) = (lab::experiment(game), 1.7);
        let j = any::field_jacobian(&plain.field, &plain.at);
        let eigenvalues = |m| Spectrum::of(&m).map_or_else(|_| vec![], |s| s.eigenvalues);
        let (claimed, misprint) = (eigenvalues(&j - j.transpose() * &j * gamma), eigenvalues(&j - &j * &j * gamma));
        let exact = lab::field_eigenvalues(&experiment(game, gamma, SIM, 0.1));
        let title = format!("eigenvalues of v̂' are those of J − γJᵀJ: {}", game.replace('\n', ", "));
        evidence.check(title, claimed, misprint, Some((exact.into(), 1e-12)), None);
    }
}
