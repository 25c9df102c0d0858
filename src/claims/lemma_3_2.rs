use super::{Evidence, Provenance, lab};
use crate::experiment::Experiment;
use nalgebra::Complex;

pub(super) const TITLE: &str = "Instance noise damps: f''(0)σ² ± √(f''(0)²σ⁴ − f'(0)²)";
pub(super) const SOURCE: &str = "Mescheder et al. 2018, Lemma 3.2";
pub(super) const PROVENANCE: Provenance = Provenance::Read;

/// −f''(0) of the logistic f.
const B: f64 = 0.25;
const A: f64 = 0.5;
const SIGMA: &str = "game.dirac.noise.sigma";

fn experiment(loss: &str, on: &str, sigma: f64, rule: &str, h: f64) -> Experiment {
    lab::experiment(&format!(
        "game.dirac.loss = {loss:?}\ngame.dirac.noise = {{ sigma = {sigma:?}, on = {on:?} }}\nrule.{rule}.lr = {h:?}"
    ))
}

/// Each noisy side contributes f''(0)s, s = σ².
fn pair(sides: f64, s: f64) -> [Complex<f64>; 2] {
    let half = 0.5 * sides * B * s;
    lab::roots(-half, half * half - A * A)
}

pub(super) fn check(evidence: &mut Evidence) {
    for (on, sides) in [("both", 2.0), ("real", 1.0), ("fake", 1.0)] {
        for sigma in [0.7f64, 1.2, 2.5] {
            for loss in ["minimax", "non_saturating"] {
                let e = experiment(loss, on, sigma, "simultaneous", 0.1);
                let title = format!("{loss}, σ = {sigma} on {on}");
                // σ for σ²; and noise on one side taken for both.
                let misprint = if sides == 2.0 { pair(2.0, sigma) } else { pair(2.0, sigma * sigma) };
                let claimed = pair(sides, sigma * sigma);
                let exact = Some((lab::field_eigenvalues(&e).into(), 1e-13));
                evidence.check(format!("eigenvalues of v', {title}"), claimed, misprint, exact, None);
                if loss != "minimax" {
                    continue;
                }
                let slow = |l: [Complex<f64>; 2]| [l[1].re, l[1].im];
                let (rate, speed) = lab::flow(&e, -5.0 / claimed[1].re, 0.05);
                let run = Some(([rate, speed].into(), 1e-8));
                evidence.check(format!("rate and angular speed of the flow, {title}"), slow(claimed), slow(misprint), None, run);
            }
        }
    }
    let e = experiment("wasserstein", "both", 1.5, "simultaneous", 0.1);
    let exact = Some((lab::field_eigenvalues(&e).into(), 1e-13));
    evidence.check("eigenvalues of v', wasserstein, σ = 1.5", lab::roots(0.0, -1.0), lab::roots(-2.25, 4.0625), exact, None);
    critical(evidence);
    steps(evidence);
}

fn critical(evidence: &mut Evidence) {
    for (on, sides) in [("both", 2.0), ("real", 1.0)] {
        let e = experiment("minimax", on, 1.0, "simultaneous", 0.1);
        let claimed = (2.0 * A / (sides * B)).sqrt();
        let exact = Some((lab::critical(&e, SIGMA, 0.5, 3.9), 1e-12));
        evidence.check(format!("critical σ, noise on {on}"), claimed, claimed * claimed, exact, None);
        let exact = Some((lab::field_eigenvalues(&lab::with(&e, SIGMA, claimed)).into(), 1e-7));
        evidence.check(format!("eigenvalues of v' at the critical σ, noise on {on}"), [Complex::from(-A); 2], pair(sides, claimed), exact, None);
    }
}

/// As R1 with γ = 2|f''(0)|σ², one side with half of it.
fn steps(evidence: &mut Evidence) {
    for (on, sides, sigma) in [("both", 2.0, 0.7f64), ("both", 2.0, 1.2), ("real", 1.0, 1.2)] {
        let gamma = sides * B * sigma * sigma;
        let regions = [gamma / (A * A), 4.0 / (gamma + (gamma * gamma + 4.0 * A * A).sqrt())];
        for (rule, claimed, misprint) in
            [("simultaneous", regions[0], regions[1]), ("alternating", regions[1], regions[0])]
        {
            let e = experiment("minimax", on, sigma, rule, 0.1);
            let exact = Some((lab::boundary(&e, &format!("rule.{rule}.lr"), 0.01, 6.0), 1e-11));
            evidence.check(format!("largest stable h, {rule}, σ = {sigma} on {on}"), claimed, misprint, exact, None);
            let h = 0.5 * claimed;
            let e = experiment("minimax", on, sigma, rule, h);
            let (one, det) = (2.0 - h * gamma, 1.0 - h * gamma);
            let [sim, alt] = [lab::roots_of(one, det + h * h * A * A), lab::roots_of(one - h * h * A * A, det)];
            let (claimed, misprint) = if rule == "simultaneous" { (sim, alt) } else { (alt, sim) };
            let title = format!("factor and angle per step at half that h, {rule}, σ = {sigma} on {on}");
            let run = Some((lab::turn_above_rounding(&e), 1e-7));
            evidence.check(title, lab::turn_of(&claimed), lab::turn_of(&misprint), Some((lab::turn(&e), 1e-13)), run);
        }
        let e = experiment("minimax", on, sigma, "simultaneous", 0.1);
        let best = |g: f64| [g / (2.0 * A * A), (1.0 - g * g / (4.0 * A * A)).sqrt()];
        let exact = Some((lab::best(&e, "rule.simultaneous.lr", 0.01, 4.0), 1e-7));
        let title = format!("best h and its radius, simultaneous, σ = {sigma} on {on}");
        evidence.check(title, best(gamma), best(sides * B * sigma), exact, None);
    }
}
