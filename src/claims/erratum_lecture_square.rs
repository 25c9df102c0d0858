use super::{Evidence, Provenance, lab};

pub(super) const TITLE: &str = "Erratum: √(γ/4 − f'(0)²) on a lecture slide, for √(γ²/4 − f'(0)²)";
pub(super) const SOURCE: &str = "Louppe, INFO8010 Deep Learning, lecture 11, against Mescheder et al. 2018, Lemma 3.3";
pub(super) const PROVENANCE: Provenance = Provenance::Read;

const A2: f64 = 0.25;

pub(super) fn check(evidence: &mut Evidence) {
    // At γ = 1 the slide is right by accident: γ² = γ.
    for gamma in [0.1, 0.3, 2.0] {
        let pair = |square: f64| lab::roots(-gamma / 2.0, square);
        let (right, printed) = (pair(gamma * gamma / 4.0 - A2), pair(gamma / 4.0 - A2));
        let e = lab::experiment(&format!("game.dirac.penalty.r1.gamma = {gamma:?}"));
        let exact = Some((lab::field_eigenvalues(&e).into(), 1e-14));
        evidence.check(format!("eigenvalues of v', γ = {gamma}"), right, printed, exact, None);
        let (rate, speed) = lab::flow(&e, -5.0 / right[1].re, 0.05);
        let slow = |l: [nalgebra::Complex<f64>; 2]| [l[1].re, l[1].im];
        let run = Some(([rate, speed].into(), 1e-8));
        evidence.check(format!("rate and angular speed of the flow, γ = {gamma}"), slow(right), slow(printed), None, run);
    }
}
