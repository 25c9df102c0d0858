use super::{Evidence, Provenance, lab};
use crate::experiment::Experiment;
use nalgebra::Complex;

pub(super) const TITLE: &str = "R1 with hγ > 1 converges locally at best: far starts overflow";
pub(super) const SOURCE: &str = "derived here";
pub(super) const PROVENANCE: Provenance = Provenance::Derived;

fn experiment(gamma: f64, h: f64) -> Experiment {
    lab::experiment(&format!("game.dirac.penalty.r1.gamma = {gamma:?}\nrule.simultaneous.lr = {h:?}"))
}

/// Far out f' is 0 where θψ > 0 and 1 where θψ < 0. With κ = 1 − hγ < 0 the sign of ψ changes every step, and two
/// steps are [[1, −hκ], [h, κ²]]: eigenvalues of trace 1 + κ², determinant κ² + h²κ.
fn two_steps(gamma: f64, h: f64) -> f64 {
    let kappa = 1.0 - h * gamma;
    let (trace, det) = (1.0 + kappa * kappa, kappa * kappa + h * h * kappa);
    0.5 * (trace + (trace * trace - 4.0 * det).sqrt())
}

pub(super) fn check(evidence: &mut Evidence) {
    let (gamma, h) = (1.0, 3.5);
    let e = experiment(gamma, h);
    let exact = Some((lab::update_eigenvalues(&e).into(), 1e-7));
    let title = "eigenvalues of F' at (0, 0), γ = 1, h = 3.5";
    evidence.check(title, [Complex::from(-0.75); 2], lab::roots(-0.75, 0.25 * h * h), exact, None);
    for (gamma, h, start) in [(1.0, 3.5, [0.5, 0.5]), (1.0, 2.0, [10.0, 10.0]), (0.5, 3.0, [40.0, 40.0])] {
        let e = experiment(gamma, h);
        let run = lab::simulate(&e, &start, 2000);
        let title = |what: &str| format!("{what}, γ = {gamma}, h = {h}, from {start:?}");
        let r = run.distances(&[0.0, 0.0]);
        let factor = r[202] / r[200];
        let (growth, kappa) = (two_steps(gamma, h), 1.0 - h * gamma);
        // κ² alone: ψ without its part of θ.
        evidence.check(title("growth of the distance in two steps"), growth, kappa * kappa, None, Some((factor.into(), 1e-12)));
        let left = (f64::MAX.ln() - r[200].ln()) * 2.0;
        let step = run.diverged_at.map_or(f64::NAN, |k| k as f64 - 200.0);
        // Whole steps, and the two directions of the cycle overflow at different times.
        let misprint = if kappa == -1.0 { f64::MAX } else { left / (kappa * kappa).ln() };
        evidence.check(title("steps from the 200th to overflow"), left / growth.ln(), misprint, None, Some((step.into(), 5e-3)));
    }
    let near = lab::end(&experiment(1.0, 3.5), &[1e-3, 1e-3], 400);
    evidence.check("(θ, ψ) after 400 steps from (0.001, 0.001), γ = 1, h = 3.5", [0.0, 0.0], [1.0, 1.0], None, Some((near.into(), 1e-12)));
    let diverged = lab::simulate(&e, &[0.5, 0.5], 2000).diverged_at.map_or(f64::NAN, |k| k as f64);
    evidence.check("step of the overflow from (0.5, 0.5), γ = 1, h = 3.5", OVERFLOW, 2000.0, None, Some((diverged.into(), 0.0)));
}

/// Found by running, not by a formula.
const OVERFLOW: f64 = 628.0;
