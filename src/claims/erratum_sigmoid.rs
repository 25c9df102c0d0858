use super::{Evidence, Provenance, lab};
use crate::analysis::any;

pub(super) const TITLE: &str = "Erratum: f'(t) is σ(−t), not σ(t)";
pub(super) const SOURCE: &str = "DiracGAN notebook of the probml collection, against f(t) = −log(1 + e^(−t))";
pub(super) const PROVENANCE: Provenance = Provenance::Read;

pub(super) fn check(evidence: &mut Evidence) {
    let h = 0.1;
    let e = lab::experiment(&format!("rule.simultaneous.lr = {h:?}"));
    for x @ [theta, psi] in [[1.0, 1.0], [2.0, 0.5], [-1.5, 1.0]] {
        let field = |slope: f64| [-psi * slope, theta * slope];
        let (right, printed) = (lab::logistic_slope(theta * psi), lab::logistic_slope(-theta * psi));
        let exact = Some((any::velocity(&e.field, &x).into(), 1e-15));
        evidence.check(format!("v at {x:?}"), field(right), field(printed), exact, None);
        let step = |slope: f64| [theta + h * field(slope)[0], psi + h * field(slope)[1]];
        let run = Some((lab::end(&e, &x, 1).into(), 1e-15));
        evidence.check(format!("one step from {x:?}, h = {h}"), step(right), step(printed), None, run);
    }
}
