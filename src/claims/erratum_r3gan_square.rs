use super::{Evidence, Provenance, lab};
use nalgebra::Complex;

pub(super) const TITLE: &str = "Erratum: the square missing under the root, √(γ²/4 − f'(0)) for √(γ²/4 − f'(0)²)";
pub(super) const SOURCE: &str = "Huang et al. 2024 (R3GAN), eq. (12), against Mescheder et al. 2018, Lemma 3.3";
pub(super) const PROVENANCE: Provenance = Provenance::Read;

const A: f64 = 0.5;

pub(super) fn check(evidence: &mut Evidence) {
    for gamma in [0.1f64, 0.3, 1.2] {
        let pair = |square: f64| lab::roots(-gamma / 2.0, square);
        let (right, printed) = (pair(gamma * gamma / 4.0 - A * A), pair(gamma * gamma / 4.0 - A));
        let e = lab::experiment(&format!("game.dirac.penalty.r1.gamma = {gamma:?}\nrule.simultaneous.lr = 0.2"));
        let exact = Some((lab::field_eigenvalues(&e).into(), 1e-14));
        evidence.check(format!("eigenvalues of v', γ = {gamma}"), right, printed, exact, None);
        let update = |l: [Complex<f64>; 2]| lab::turn_of(&l.map(|l| Complex::from(1.0) + l * 0.2));
        let (exact, run) = (Some((lab::turn(&e), 1e-14)), Some((lab::measured_turn(&e, 400), 1e-12)));
        evidence.check(format!("factor and angle per step, γ = {gamma}, h = 0.2"), update(right), update(printed), exact, run);
        let steps = |factor: f64| -(1000f64.ln()) / factor.ln();
        let measured = steps(lab::near(&e, 400).rate.unwrap_or(f64::NAN));
        let title = format!("steps for a factor 1000, γ = {gamma}, h = 0.2");
        evidence.check(title, steps(update(right)[0]), steps(update(printed)[0]), None, Some((measured.into(), 1e-11)));
    }
}
