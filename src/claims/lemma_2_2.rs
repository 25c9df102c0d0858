use super::{Evidence, Provenance, lab};
use nalgebra::Complex;

pub(super) const TITLE: &str = "The Dirac-GAN turns about its equilibrium: v' has the eigenvalues ±f'(0)i";
pub(super) const SOURCE: &str = "Mescheder et al. 2018, Lemma 2.2";
pub(super) const PROVENANCE: Provenance = Provenance::Read;

/// `(loss, f'(0))`.
const SLOPES: [(&str, f64); 3] = [("minimax", 0.5), ("non_saturating", 0.5), ("wasserstein", 1.0)];

pub(super) fn check(evidence: &mut Evidence) {
    for (loss, a) in SLOPES {
        let e = lab::experiment(&format!("game.dirac.loss = {loss:?}"));
        let pair = |w: f64| [Complex::new(0.0, -w), Complex::new(0.0, w)];
        // With f' in place of f'(0) the mistake is a matter of sign or scale: f'(0)² is the usual one.
        let misprint = if a == 1.0 { pair(0.5) } else { pair(a * a) };
        evidence.check(format!("eigenvalues of v' at (0, 0), {loss}"), pair(a), misprint, Some((lab::field_eigenvalues(&e).into(), 1e-14)), None);
        let (_, speed) = lab::flow(&e, 60.0, 0.05);
        evidence.check(format!("angular speed of the flow near (0, 0), {loss}"), a, a * a + f64::from(a == 1.0), None, Some((speed.into(), 1e-6)));
    }
}
