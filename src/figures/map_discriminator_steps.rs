use super::{
    Panel, Plate, Scope, panel,
    maps::{self, Formula, Sheet},
};
use crate::experiment::{Experiment, Fault};

pub(super) const TITLE: &str = "More discriminator steps a round soon change nothing; even numbers open a second window";
pub(super) const PANELS: &[Panel] = &[panel("weak_penalty"), panel("strong_penalty")];

/// All h at which n discriminator steps a round are at the edge of stability: with κ = 1 − hγ, A = ha and
/// B = a(1 − κⁿ)/γ the determinant is κⁿ, the trace 1 + κⁿ − AB.
fn edges(a: f64, gamma: f64, n: i32) -> Vec<f64> {
    let margin = |h: f64| {
        let power = (1.0 - h * gamma).powi(n);
        2.0 * (1.0 + power) - h * a * a * (1.0 - power) / gamma
    };
    const PIECES: i32 = 4000;
    let most = 2.0 / gamma;
    let h = |k: i32| most * f64::from(k) / f64::from(PIECES);
    let mut found = Vec::new();
    for k in 1..PIECES - 1 {
        let (mut lo, mut hi) = (h(k), h(k + 1));
        let sign = margin(lo) > 0.0;
        if sign == (margin(hi) > 0.0) {
            continue;
        }
        for _ in 0..60 {
            let middle = 0.5 * (lo + hi);
            if (margin(middle) > 0.0) == sign { lo = middle } else { hi = middle }
        }
        found.push(0.5 * (lo + hi));
    }
    // |κ| < 1 ends at 2/γ, where even n are still stable and odd n no longer.
    if margin(most * (1.0 - 1e-9)) > 0.0 {
        found.push(most);
    }
    found
}

pub(super) fn draw(e: &Experiment, scope: Scope) -> Result<Plate, Fault> {
    let [a, _] = maps::slopes(e)?;
    let formulas = [(0.3, "2γ/f′(0)^{2} = 2.4"), (1.0, "2/γ = 2")].map(|(gamma, limit)| {
        let points = (1..=20).flat_map(|n| edges(a, gamma, n).into_iter().map(move |h| [f64::from(n), h])).collect();
        Formula { says: format!("for many steps $h$ < {limit}"), boundary: maps::bars(points), best: None }
    });
    let sheet = Sheet {
        title: TITLE,
        note: "Alternating, one generator step and $n$ discriminator steps a round. κ = 1 − $h$γ: stable iff |κ| < 1 and \
               $h$f′(0)^{2}(1 − κ^{$n$}) < 2γ(1 + κ^{$n$}). An even $n$ opens a second window of large steps.",
        panels: PANELS,
        x: ["rule.alternating.discriminator_steps", "discriminator steps $n$"],
        y: ["rule.alternating.lr", "step size $h$"],
        whole: true,
        formulas: formulas.into(),
    };
    maps::draw(e, scope, &sheet, |_, _| ())
}
