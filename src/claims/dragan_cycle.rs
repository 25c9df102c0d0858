use super::{Evidence, Provenance, lab};
use crate::analysis::any;
use std::f64::consts::PI;

pub(super) const TITLE: &str = "The cycle of DRAGAN for a small target is that of WGAN-GP with time scaled by f'(0)";
pub(super) const SOURCE: &str = "derived here to leading order in the target; not proved";
pub(super) const PROVENANCE: Provenance = Provenance::Estimated;

const A: f64 = 0.5;

/// Where the cycle crosses ψ = 0, and the estimate (λg₀/a) coth(πλ/(4√(a² − λ²/4))), right and with tanh.
fn crossing(lambda: f64, target: f64) -> [f64; 3] {
    let e = lab::experiment(&format!("game.dirac.penalty.dragan = {{ lambda = {lambda:?}, target = {target:?} }}"));
    let found = any::limit_cycle(&e.field, 10.0 * target).map_or(f64::NAN, |c| c.crossing);
    let x = PI * lambda / (4.0 * (A * A - lambda * lambda / 4.0).sqrt());
    let g = lambda * target / A;
    [found, g / x.tanh(), g * x.tanh()]
}

pub(super) fn check(evidence: &mut Evidence) {
    for lambda in [0.3, 0.7] {
        let [found, claimed, misprint] = crossing(lambda, 0.01);
        let title = format!("crossing of ψ = 0, λ = {lambda}, g₀ = 0.01");
        evidence.check(title, claimed, misprint, None, Some((found.into(), 1e-5)));
    }
}
