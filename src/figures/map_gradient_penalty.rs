use super::{
    Panel, Plate, Scope, panel,
    canvas::{self, Axis, BLUE, GREY, Stroke, VERMILLION},
    maps::{self, Formula, Sheet},
};
use crate::experiment::{Experiment, Fault};

pub(super) const TITLE: &str = "How large a step a gradient penalty allows: taking turns allows more only while γ < 2f′(0)/√3";
pub(super) const PANELS: &[Panel] = &[maps::ORDERS[0], maps::ORDERS[1], panel("largest_step")];

/// Largest stable h with f'(0) = a under a penalty of weight γ: simultaneous, alternating.
pub(super) fn limits(a: f64, gamma: f64) -> [f64; 2] {
    let under = gamma <= 2.0 * a;
    let sim = if under { gamma / (a * a) } else { 2.0 / (gamma / 2.0 + (gamma * gamma / 4.0 - a * a).sqrt()) };
    [sim, 4.0 / (gamma + (gamma * gamma + 4.0 * a * a).sqrt())]
}

pub(super) fn draw(e: &Experiment, scope: Scope) -> Result<Plate, Fault> {
    let [a, _] = maps::slopes(e)?;
    let line = |k: usize| maps::curve(0.0, 3.0, |gamma| limits(a, gamma)[k]);
    let sheet = Sheet {
        title: TITLE,
        note: "Exact Jacobian of the update at the equilibrium in every cell.",
        panels: PANELS,
        x: ["game.dirac.penalty.r1.gamma", "weight γ"],
        y: ["rule.*.lr", "step size $h$"],
        whole: false,
        formulas: vec![
            Formula {
                says: "$h$ < γ/$a$^{2}, beyond γ = 2$a$ less".into(),
                boundary: vec![line(0)],
                best: Some(([2.0 * a, 1.0 / a], 0.0, [22.0, 22.0])),
            },
            Formula {
                says: "$h$^{2}$a$^{2} + 2$h$γ < 4".into(),
                boundary: vec![line(1)],
                best: Some(([a, 1.0 / a], 0.0, [22.0, 22.0])),
            },
        ],
    };
    maps::draw(e, scope, &sheet, |_, panel| compare(panel, a, [line(0), line(1)]))
}

/// Both limits in one picture.
fn compare(panel: &mut canvas::Panel, a: f64, [sim, alt]: [Vec<canvas::Point>; 2]) {
    let equal = 2.0 * a / 3f64.sqrt();
    panel.title("largest stable step").subtitle("$a$ = f′(0)");
    panel.axes(Axis::linear(0.0, 4.0 * a, "weight γ"), Axis::linear(0.0, 2.1 / a, "step size $h$")).aspect(1.0);
    panel.curve(sim, Stroke::solid(VERMILLION), "simultaneous").curve(alt, Stroke::solid(BLUE), "alternating");
    panel.vline(equal, Stroke::dotted(GREY), "").annotate([equal, limits(a, equal)[0]], "γ = 2$a$/√3", [6.0, -58.0]);
}
