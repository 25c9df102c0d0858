use super::{Evidence, Provenance};
use crate::analysis::{
    discriminator::{Frozen, jensen_shannon},
    law::Law,
};

pub(super) const TITLE: &str = "Under a frozen optimal discriminator the generator must not move too far";
pub(super) const SOURCE: &str = "derived here; lecture notes on Goodfellow et al. 2014 give the warning without a number";
pub(super) const PROVENANCE: Provenance = Provenance::Derived;

fn js(theta: f64) -> f64 {
    let law = |mean: f64| Law::Normal { mean, sd: 1.0 };
    jensen_shannon(&law(0.0), &law(theta)).map_or(f64::NAN, |x| x.value)
}

/// The step at which the divergence after one step is again what it was, by bisection on the divergence itself.
fn turning_point(frozen: Frozen) -> f64 {
    let rises = |lr: f64| js(frozen.after(lr)) > js(frozen.at);
    let (mut low, mut high) = (1.0, 1e6);
    for _ in 0..100 {
        let lr = 0.5 * (low + high);
        if rises(lr) { high = lr } else { low = lr }
    }
    low
}

pub(super) fn check(evidence: &mut Evidence) {
    for theta in [0.5, 1.0, 2.0] {
        let frozen = Frozen { at: theta };
        // Fourth-order differences of JSD: a derivative that knows nothing of D.
        let h = 0.01;
        let slope = (8.0 * (js(theta + h) - js(theta - h)) - (js(theta + 2.0 * h) - js(theta - 2.0 * h))) / (12.0 * h);
        evidence.check(
            format!("slope of the frozen loss at θ = {theta}: that of 2 JSD"),
            2.0 * slope,
            slope,
            Some((frozen.slope().into(), 1e-7)),
            None,
        );
        evidence.check(
            format!("largest step at θ = {theta}: 2θ over the slope"),
            frozen.largest_step(),
            0.5 * frozen.largest_step(),
            None,
            Some((turning_point(frozen).into(), 1e-9)),
        );
        let lr = 1.5 * frozen.largest_step();
        evidence.check(
            format!("JSD after 1.5 times that step from θ = {theta}: as at 2θ"),
            js(2.0 * theta),
            js(theta),
            None,
            Some((js(frozen.after(lr)).into(), 1e-12)),
        );
    }
}
