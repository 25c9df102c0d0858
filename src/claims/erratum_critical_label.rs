use super::{Evidence, Provenance, lab};

pub(super) const TITLE: &str = "Erratum: the end of the eigenvalue path is 1.5 γ_critical, not the 2 γ_critical of its label";
pub(super) const SOURCE: &str = "notebook that accompanies Mescheder et al. 2018, eigenvalue figure";
pub(super) const PROVENANCE: Provenance = Provenance::Read;

pub(super) fn check(evidence: &mut Evidence) {
    let a = 0.5;
    // The sweep runs from 0 to γ_critical and on to 3f'(0).
    let last = 3.0 * a;
    let e = lab::experiment(&format!("game.dirac.penalty.r1.gamma = {last:?}"));
    let pair = |ratio: f64| lab::roots(-ratio * a, a * a * (ratio * ratio - 1.0));
    let eigenvalues = lab::field_eigenvalues(&e);
    evidence.check("eigenvalues of v' where the path ends", pair(1.5), pair(2.0), Some((eigenvalues.clone().into(), 1e-14)), None);
    // γ = −(λ₁ + λ₂) and γ_critical = 2√(λ₁λ₂), read off the spectrum alone.
    let [sum, product] = [(eigenvalues[0] + eigenvalues[1]).re, (eigenvalues[0] * eigenvalues[1]).re];
    let ratio = -sum / (2.0 * product.sqrt());
    evidence.check("γ/γ_critical where the path ends", 1.5, 2.0, Some((ratio.into(), 1e-14)), None);
    let (rate, _) = lab::flow(&e, 20.0, 0.05);
    let slow = |ratio: f64| pair(ratio)[1].re;
    evidence.check("rate of the flow where the path ends", slow(1.5), slow(2.0), None, Some((rate.into(), 1e-8)));
}
