use super::{
    Panel, Plate, Scope, map_gradient_penalty,
    maps::{self, Formula, Sheet},
};
use crate::experiment::{Experiment, Fault};

pub(super) const TITLE: &str = "Instance noise damps like a penalty 2|f″(0)|σ²: too much is as bad as too little";
pub(super) const PANELS: &[Panel] = &maps::ORDERS;

pub(super) fn draw(e: &Experiment, scope: Scope) -> Result<Plate, Fault> {
    let [a, b] = maps::slopes(e)?;
    let line = |k: usize| maps::curve(0.0, 3.0, |sigma| map_gradient_penalty::limits(a, 2.0 * b * sigma * sigma)[k]);
    // The noise σ at which 2bσ² = γ.
    let worth = |gamma: f64| (gamma / (2.0 * b)).sqrt();
    let sheet = Sheet {
        title: TITLE,
        note: "Noise of standard deviation σ on real and on generated points, expectations by quadrature.",
        panels: PANELS,
        x: ["game.dirac.noise.sigma", "noise σ"],
        y: ["rule.*.lr", "step size $h$"],
        whole: false,
        formulas: vec![
            Formula {
                says: "$h$ < 2|f″(0)|σ^{2}/f′(0)^{2} while σ^{2} ≤ 2, then less".into(),
                boundary: vec![line(0)],
                best: Some(([worth(2.0 * a), 1.0 / a], 0.0, [22.0, 22.0])),
            },
            Formula {
                says: "$h$^{2}f′(0)^{2} + 4$h$|f″(0)|σ^{2} < 4".into(),
                boundary: vec![line(1)],
                best: Some(([worth(a), 1.0 / a], 0.0, [22.0, 22.0])),
            },
        ],
    };
    maps::draw(e, scope, &sheet, |_, _| ())
}
