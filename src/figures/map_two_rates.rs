use super::{
    Panel, Plate, Scope,
    maps::{self, Formula, Sheet},
};
use crate::experiment::{Experiment, Fault};

pub(super) const TITLE: &str = "Two step sizes under a gradient penalty: the generator’s has to be the small one";
pub(super) const PANELS: &[Panel] = &maps::ORDERS;

/// The weight of the penalty in the experiment.
const GAMMA: f64 = 0.3;

pub(super) fn draw(e: &Experiment, scope: Scope) -> Result<Plate, Fault> {
    let [a, _] = maps::slopes(e)?;
    let (a2, g) = (a * a, GAMMA);
    let corner = [g / a2, 4.0 / g];
    let sheet = Sheet {
        title: TITLE,
        note: "γ = 0.3. At the cross both eigenvalues of the update are 0: (γ/2$a$^{2}, 2/γ) and (γ/$a$^{2}, 1/γ), $a$ = f′(0).",
        panels: PANELS,
        x: ["rule.*.lr.start.generator", "generator’s step $h$_{$G$}"],
        y: ["rule.*.lr.start.discriminator", "discriminator’s step $h$_{$D$}"],
        whole: false,
        formulas: vec![
            Formula {
                says: "$h$_{$G$}$a$^{2} < γ and $h$_{$D$}(2γ − $h$_{$G$}$a$^{2}) < 4".into(),
                boundary: vec![
                    maps::curve(0.0, corner[0], |hg| 4.0 / (2.0 * g - hg * a2)),
                    maps::curve(0.0, 1.0, |t| t * corner[1]).into_iter().map(|[_, hd]| [corner[0], hd]).collect(),
                ],
                best: Some(([g / (2.0 * a2), 2.0 / g], 0.0, [34.0, 16.0])),
            },
            Formula {
                says: "$h$_{$D$}(2γ + $h$_{$G$}$a$^{2}) < 4".into(),
                boundary: vec![maps::curve(0.0, 6.0, |hg| 4.0 / (2.0 * g + hg * a2))],
                best: Some(([g / a2, 1.0 / g], 0.0, [26.0, 26.0])),
            },
        ],
    };
    maps::draw(e, scope, &sheet, |_, _| ())
}
