use super::{
    Numbers, Panel, Plate, Provenance, Scope,
    canvas::{self, Axis, BLUE, GREY, Point, Stroke, VERMILLION},
    layout::{Layout, variants},
    plane::{self, Window},
    portrait::{self, Run},
};
use crate::experiment::{Experiment, Fault};

pub(super) const TITLE: &str = "Without a penalty, stepping at once spirals out and taking turns neither leaves nor arrives";
pub(super) const PANELS: &[Panel] = &[
    Panel { key: "simultaneous", paper: "figure_2a", provenance: Provenance::Remembered },
    Panel { key: "alternating", paper: "figure_2b", provenance: Provenance::Read },
    Panel { key: "norm", paper: "", provenance: Provenance::Derived },
];
const WINDOW: Window = Window::square(3.4);

pub(super) fn draw(e: &Experiment, scope: Scope) -> Result<Plate, Fault> {
    let rules = variants::<2>(e)?;
    rules.iter().try_for_each(|(_, rule)| plane::planar(rule))?;
    let runs: Vec<Run> = rules.iter().map(|(_, rule)| portrait::runs(rule).remove(0)).collect();
    let note = "Circles: what the flow of $v$ conserves, θ^{2} + ψ^{2}. Every simultaneous step multiplies it by \
                1 + $h$^{2}f′(θψ)^{2} > 1.";
    let layout = Layout { title: TITLE, note, columns: 3, panels: PANELS };
    let drawing = layout.draw(scope, |k, panel| {
        match rules.get(k) {
            Some((name, rule)) => orbit(panel, name, rule, &runs[k]),
            None => norms(panel, &rules, &runs),
        }
        Ok(())
    })?;
    let mut numbers = Numbers::new(&["rule", "step", "theta", "psi", "norm"]);
    for ((name, _), run) in rules.iter().zip(&runs) {
        for (k, [theta, psi]) in run.points().into_iter().enumerate() {
            numbers.row(&[name, &k, &theta, &psi, &theta.hypot(psi)]);
        }
    }
    Ok(Plate { drawing, numbers })
}

fn orbit(panel: &mut canvas::Panel, name: &str, rule: &Experiment, run: &Run) {
    let Window { theta, psi } = WINDOW;
    panel.title(name).subtitle(&portrait::caption(rule, run));
    panel.axes(Axis::linear(theta[0], theta[1], "θ"), Axis::linear(psi[0], psi[1], "ψ")).equal();
    let nodes = WINDOW.nodes(10);
    panel.quiver(nodes.clone(), nodes.into_iter().map(|p| plane::velocity(rule, p)));
    let own = run.start[0].hypot(run.start[1]);
    for k in 1..=4 {
        let label = if k == 2 { "circle through the start" } else { "circles of the flow" };
        let stroke = if k == 2 { Stroke::dashed(GREY).width(1.1) } else { Stroke::solid(GREY).width(0.4) };
        panel.circle([0.0, 0.0], 0.5 * f64::from(k) * own, stroke, label);
    }
    panel.curve(run.points(), Stroke::solid(color(name)), name).start(run.start).equilibrium([0.0, 0.0]);
}

fn norms(panel: &mut canvas::Panel, rules: &[(String, Experiment)], runs: &[Run]) {
    let norm = |p: Point| p[0].hypot(p[1]);
    let (steps, top) = runs.iter().flat_map(Run::points).fold((0.0_f64, 0.0_f64), |(n, top), p| (n, top.max(norm(p))));
    let steps = runs.iter().map(|run| run.steps.len() as f64 - 1.0).fold(steps, f64::max);
    panel.title("distance from the equilibrium").subtitle("the flow would keep it");
    panel.axes(Axis::linear(0.0, steps, "step $k$"), Axis::linear(0.0, 1.1 * top, "‖$x$_{$k$}‖")).aspect(1.0);
    for ((name, _), run) in rules.iter().zip(runs) {
        let points = run.points().into_iter().enumerate().map(|(k, p)| [k as f64, norm(p)]);
        panel.curve(points, Stroke::solid(color(name)), name);
        panel.hline(norm(run.start), Stroke::dashed(GREY).width(1.1), "circle through the start");
    }
}

fn color(name: &str) -> canvas::Color {
    if name.starts_with("sim") { VERMILLION } else { BLUE }
}
