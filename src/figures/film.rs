//! Films: a run drawn step by step, in the phase plane of two parameters or in the plane of the data of networks.

use super::{
    canvas::{Drawing, Figure, Panel},
    landscape::{ARROWS, Land, samples},
    looks::{self, Look},
    plane,
    portrait::{self, View},
};
use crate::{
    experiment::{Experiment, Fault},
    game::AnyGame,
    train::Checkpoint,
};
use rayon::prelude::*;

/// Points whose Wasserstein distance is told, and of them those that are drawn.
const POINTS: usize = 2048;
const SHOWN: usize = 500;
/// Nodes of a map along each side.
const FINE: usize = 61;

/// A run of the experiment from its starts in at most `count` + 1 pictures, the start and the end among them. Networks are
/// trained for it. `seen` is called for every picture.
///
/// # Errors
/// If the game has no plane, or no law to draw from.
pub fn of_run(e: &Experiment, view: &View, count: u64, seen: &(dyn Fn() + Sync)) -> Result<Vec<Drawing>, Fault> {
    if let AnyGame::Mlp(_) = e.game() {
        let watched = looks::watch(e, &looks::evenly(e.steps, count), POINTS, seen)?;
        let end = watched.diverged.map(|diverged| format!("diverges at iteration {}", diverged.0));
        return networks(e, &watched.looks, view, end.as_deref());
    }
    plane::planar(e)?;
    let runs = portrait::runs(e);
    let mut ground = Panel::default();
    portrait::ground(&mut ground, e, view);
    ground.title(&e.headline());
    let longest = runs.iter().map(|run| run.steps.len()).max().unwrap_or(1);
    let steps = looks::evenly(longest as u64 - 1, count);
    let end = portrait::caption(e, &runs[0]);
    let draw = |step: &u64| {
        let mut panel = ground.clone();
        runs.iter().for_each(|run| portrait::course(&mut panel, run, *step as usize + 1, "where it is"));
        let diverged = runs.iter().any(|run| run.steps.diverged_at.is_some_and(|t| t <= step + 1));
        let said = match (diverged, *step + 1 == longest as u64) {
            (true, _) => ", diverges".to_owned(),
            (false, true) => format!(", {end}"),
            (false, false) => String::new(),
        };
        panel.subtitle(&format!("step {step}{said}"));
        seen();
        page(panel, view, "Arrows: direction of $v$; length by |$v$|, compressed.")
    };
    Ok(steps.par_iter().map(draw).collect())
}

/// The checkpoints of a training run of that experiment, each with its name for messages.
///
/// # Errors
/// If one is of other networks, or the game has no law to draw from.
pub fn of_checkpoints(
    e: &Experiment,
    checkpoints: &[(String, Checkpoint)],
    view: &View,
    seen: &(dyn Fn() + Sync),
) -> Result<Vec<Drawing>, Fault> {
    let judge = e.judge(POINTS)?;
    let recall = |(name, checkpoint): &(String, Checkpoint)| {
        let look = looks::recall(e, &judge, checkpoint).map_err(|fault| fault.within(name));
        seen();
        look
    };
    let mut all = checkpoints.par_iter().map(recall).collect::<Result<Vec<Look>, _>>()?;
    all.sort_by_key(|look| look.seen.step);
    networks(e, &all, view, None)
}

/// Samples over the landscape. All pictures have one colour scale, in which half of them keep within its ends.
fn networks(e: &Experiment, all: &[Look], view: &View, end: Option<&str>) -> Result<Vec<Drawing>, Fault> {
    let game = e.network()?;
    let lands: Vec<Land> =
        all.par_iter().map(|look| Land::of(game, look.psi(game), view.window, FINE, view.grid)).collect();
    let mut far: Vec<f64> = lands.iter().map(Land::far).collect();
    far.sort_by(f64::total_cmp);
    let far = far.get(far.len() / 2).copied().unwrap_or(1.0);
    let few = |cloud: &[[f64; 2]]| cloud.iter().take(SHOWN).copied().collect::<Vec<_>>();
    let draw = |(k, (look, land)): (usize, (&Look, &Land))| {
        let mut panel = Panel::default();
        land.draw(&mut panel, far, true);
        samples(&mut panel, &few(&look.seen.real), &few(&look.seen.generated), 1.3);
        let said = match end.filter(|_| k + 1 == all.len()) {
            Some(end) => end.to_owned(),
            None => format!("W₁ {:.3}", look.seen.w1),
        };
        panel.title(&e.headline()).subtitle(&format!("iteration {}, {said}", look.seen.step));
        page(panel, view, ARROWS)
    };
    Ok(all.par_iter().zip(&lands).enumerate().map(draw).collect())
}

fn page(panel: Panel, view: &View, note: &str) -> Drawing {
    let mut figure = Figure::grid(1, 1, view.style).note(note);
    *figure.panel(0, 0) = panel;
    figure.draw()
}
