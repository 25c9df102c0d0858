//! Phase portraits: the field, what a run does in it and what the spectrum says about it.

use super::{
    Numbers, Plate,
    canvas::{self, Axis, BLUE, Fill, GREEN, GREY, Marker, ORANGE, PURPLE, Point, Shape, Stroke, Style},
    landscape, plane,
};
use crate::{
    analysis::{Finding, Kind, Linearisation, Outcome, Trajectory, any},
    experiment::{Experiment, Fault},
    game::AnyGame,
};

pub use plane::Window;

/// What a portrait shows.
#[derive(Clone, Copy, Debug)]
pub struct View {
    /// The part of the plane.
    pub window: Window,
    /// Arrows along each side.
    pub grid: usize,
    /// Letters and width.
    pub style: Style,
}

impl Default for View {
    /// The window of the paper's notebook.
    fn default() -> Self {
        Self { window: Window::square(2.0), grid: 10, style: Style::column() }
    }
}

/// The portrait of one experiment, with all its starts; its numbers are the field at the arrows. Of networks, the plane
/// of their data at the point of linearisation.
///
/// # Errors
/// If the game has no plane, or the view no arrows.
pub fn portrait(experiment: &Experiment, view: &View) -> Result<Plate, Fault> {
    if view.grid == 0 || view.grid > 200 {
        return Err(Fault::new(format!("a grid of {} arrows a side", view.grid)).help("take 1 to 200"));
    }
    if let AnyGame::Mlp(game) = experiment.game() {
        return landscape::landscape(experiment, game, view);
    }
    plane::planar(experiment)?;
    let mut figure =
        canvas::Figure::grid(1, 1, view.style).note("Arrows: direction of $v$; length by |$v$|, compressed.");
    let runs = runs(experiment);
    panel(figure.panel(0, 0), experiment, &runs, view);
    figure.panel(0, 0).title(&experiment.headline()).subtitle(&caption(experiment, &runs[0]));
    let mut numbers = Numbers::new(&["theta", "psi", "v_theta", "v_psi"]);
    for [theta, psi] in view.window.nodes(view.grid) {
        let [a, b] = plane::velocity(experiment, [theta, psi]);
        numbers.row(&[&theta, &psi, &a, &b]);
    }
    Ok(Plate { drawing: figure.draw(), numbers })
}

/// A run of the rule and the integral curve from the same start.
pub(super) struct Run {
    pub start: Point,
    pub steps: Trajectory,
    pub flow: Vec<Point>,
}

impl Run {
    /// (θ, ψ) after every step.
    pub(super) fn points(&self) -> Vec<Point> {
        self.steps.plane().into_iter().map(|(theta, psi)| [theta, psi]).collect()
    }
}

/// Time of the integral curves, enough for four turns of the unregularised game.
const FLOW_END: f64 = 50.0;
/// Their sampling.
pub(super) const FLOW_STEP: f64 = 0.1;

/// One run per start.
pub(super) fn runs(e: &Experiment) -> Vec<Run> {
    let one = |start: &Vec<f64>| {
        let steps = any::simulate(&e.field, &e.rule, start, e.steps);
        let start = [steps.x(0)[0], steps.x(0)[1]];
        Run { start, steps, flow: plane::flow(e, start, FLOW_END, FLOW_STEP) }
    };
    std::iter::once(&e.start).chain(&e.also).map(one).collect()
}

/// Draws field, nullclines, integral curves, runs, starts and equilibria.
pub(super) fn panel(panel: &mut canvas::Panel, e: &Experiment, runs: &[Run], view: &View) {
    ground(panel, e, view);
    for run in runs {
        course(panel, run, run.steps.len(), "end of the run");
    }
}

/// What does not depend on a run.
pub(super) fn ground(panel: &mut canvas::Panel, e: &Experiment, view: &View) {
    let Window { theta, psi } = view.window;
    panel.axes(Axis::linear(theta[0], theta[1], "θ"), Axis::linear(psi[0], psi[1], "ψ")).equal();
    let nodes: Vec<Point> = view.window.nodes(view.grid).into_iter().filter(|&p| plane::feasible(e, p)).collect();
    panel.quiver(nodes.clone(), nodes.into_iter().map(|p| plane::velocity(e, p)));
    forbidden(panel, e, view.window);
    for (component, color, label) in [(0, ORANGE, "$v$_{θ} = 0"), (1, PURPLE, "$v$_{ψ} = 0")] {
        panel.nullcline(plane::nullcline(e, component, view.window), Stroke::dashed(color), label);
    }
    for x in crate::game::Game::equilibria(e.game()) {
        panel.equilibrium([x[0], x[1]]);
    }
    let rests = plane::other_rests(e, view.window);
    if !rests.is_empty() {
        panel.scatter(rests, Marker::new(Shape::Diamond, GREY), "other point of rest");
    }
}

/// The integral curve, and the first rows of the run; the last of these is marked.
pub(super) fn course(panel: &mut canvas::Panel, run: &Run, rows: usize, mark: &str) {
    let rows = rows.clamp(1, run.steps.len());
    panel.nullcline(vec![run.flow.clone()], Stroke::solid(GREEN).width(0.6), "integral curve of $v$");
    panel.curve(run.points().into_iter().take(rows), Stroke::solid(BLUE).width(0.9), "run of the rule");
    panel.start(run.start);
    let last = run.steps.x(rows - 1);
    panel.scatter([[last[0], last[1]]], Marker::ring(BLUE).radius(2.2), mark);
}

/// What clipping takes away.
fn forbidden(panel: &mut canvas::Panel, e: &Experiment, window: Window) {
    let inner = plane::allowed(e, window);
    let fill = || Fill::hatch(GREY);
    for (lo, hi) in [(window.psi[0], inner.psi[0]), (inner.psi[1], window.psi[1])] {
        if lo < hi {
            panel.band_y(lo, hi, fill(), "forbidden by clipping");
        }
    }
    for (lo, hi) in [(window.theta[0], inner.theta[0]), (inner.theta[1], window.theta[1])] {
        if lo < hi {
            panel.band_x(lo, hi, fill(), "forbidden by clipping");
        }
    }
}

/// Prediction and outcome of a run in half a line: "ρ = 0.9747, spirals in".
pub(super) fn caption(e: &Experiment, run: &Run) -> String {
    let lin = any::linearise(&e.field, &e.rule, &e.at);
    let outcome = any::classify(&e.field, &e.rule, &lin, &run.steps);
    let radius = lin.verdict.rate.map_or("no ρ: kink".to_owned(), |rho| format!("ρ = {rho:.4}"));
    format!("{radius}, {}", fate(&lin, &outcome, &run.steps))
}

/// What the run does, in words that it bears out.
pub(super) fn fate(lin: &Linearisation, outcome: &Outcome, run: &Trajectory) -> String {
    let distances = run.distances(&lin.at);
    // The last fifth of the run.
    let tail = &distances[distances.len() - distances.len().div_ceil(5)..];
    let (near, far) = tail.iter().fold((f64::INFINITY, 0.0_f64), |(lo, hi), &r| (lo.min(r), hi.max(r)));
    // A double eigenvalue is computed to √ε, which is no turning.
    let turns = || lin.update.as_ref().and_then(|s| s.period()).is_some_and(|period| period < 1e4);
    let stays = || {
        let middle = 0.5 * (near + far);
        if far - near < 0.05 * far {
            format!("stays at $r$ ≈ {middle:.2}")
        } else {
            format!("stays at $r$ = {near:.2}–{far:.2}")
        }
    };
    match (lin.verdict.kind, &outcome.finding) {
        (_, Finding::Diverged { overflow: true, .. }) => format!("leaves the numbers at step {}", outcome.step),
        (_, Finding::Bursts { highest, .. }) => format!("bursts out to $r$ = {highest:.1e}"),
        (
            Kind::Converges,
            Finding::Converged { .. }
            | Finding::StillFalling { .. }
            | Finding::SlowModeAbsent { .. }
            | Finding::Memory { .. },
        ) => if turns() { "converges, spiralling" } else { "converges, no turning" }.to_owned(),
        (Kind::Converges, Finding::Cycle { .. } | Finding::Periodic { .. }) => format!("yet {}", stays()),
        (Kind::Converges, _) => format!("yet ends at $r$ = {:.2}", tail[tail.len() - 1]),
        (Kind::Neutral, Finding::Sublinear { .. }) => "converges sublinearly".to_owned(),
        (Kind::Neutral, _) => "neither in nor out".to_owned(),
        (Kind::Diverges, _) if near > distances[0] => "spirals out".to_owned(),
        (Kind::Diverges, _) => stays(),
        (Kind::NotDifferentiable | Kind::NotAnEquilibrium, _) => stays(),
        (Kind::NotAutonomous, _) => format!("after {} steps $r$ = {:.2e}", outcome.step, tail[tail.len() - 1]),
    }
}
