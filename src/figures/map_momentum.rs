use super::{
    Panel, Plate, Scope, canvas,
    maps::{self, Formula, Sheet},
};
use crate::experiment::{Experiment, Fault};

pub(super) const TITLE: &str = "Momentum saves the unregularised game only where it is negative and the players take turns";
pub(super) const PANELS: &[Panel] = &maps::ORDERS;

pub(super) fn draw(e: &Experiment, scope: Scope) -> Result<Plate, Fault> {
    let [a, _] = maps::slopes(e)?;
    let r = 3f64.sqrt();
    let best = [-(2.0 - r).powi(2), 8.0 / 3.0 * (2.0 * r - 3.0).sqrt() / a];
    let sheet = Sheet {
        title: TITLE,
        note: "Heavy ball $w$ + $h$$v$ + β($w$ − $w$_{−}) without any penalty. Best: β = −(2 − √3)^{2}, \
               $h$f′(0) = (8/3)√(2√3 − 3), ρ = 2√3 − 3, a triple eigenvalue.",
        panels: PANELS,
        x: ["rule.momentum.beta", "momentum β"],
        y: ["rule.momentum.lr", "step size $h$"],
        whole: false,
        formulas: vec![
            Formula { says: "nowhere stable".into(), ..Formula::default() },
            Formula {
                says: "−1 < β < 0 and $h$f′(0) < 2(1 + β)".into(),
                boundary: vec![vec![[-1.0, 0.0], [0.0, 2.0 / a]], vec![[0.0, 0.0], [0.0, 2.0 / a]]]
                    .into_iter()
                    .map(|ends| fine(&ends))
                    .collect(),
                best: Some((best, 2.0 * r - 3.0, [-30.0, 6.0])),
            },
        ],
    };
    maps::draw(e, scope, &sheet, |_, _| ())
}

/// A straight line as many points.
fn fine(ends: &[canvas::Point]) -> Vec<canvas::Point> {
    let at = |t: f64| [0, 1].map(|k| ends[0][k] + t * (ends[1][k] - ends[0][k]));
    (0..=400).map(|k| at(f64::from(k) / 400.0)).collect()
}
