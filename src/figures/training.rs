use super::{
    Numbers, Panel, Plate, Scope, panel,
    canvas::{self, Axis, BLUE, Color, GREY, Point, Stroke, VERMILLION},
    landscape::{ARROWS, Land, samples},
    layout::{self, Layout},
    looks::{self, Look, Watched},
    plane::Window,
};
use crate::experiment::{Experiment, Fault};
use rayon::prelude::*;

pub(super) const TITLE: &str = "With R1 the samples settle on all eight modes; without a penalty modes are found and lost again";
pub(super) const PANELS: &[Panel] = &[
    panel("r1_first"),
    panel("r1_early"),
    panel("r1_middle"),
    panel("r1_last"),
    panel("no_penalty_first"),
    panel("no_penalty_early"),
    panel("no_penalty_middle"),
    panel("no_penalty_last"),
    panel("w1"),
    panel("loss_generator"),
    panel("loss_discriminator"),
    panel("modes"),
];

/// A run is looked at so many times; drawn is the plane at these.
const LOOKS: u64 = 40;
const DRAWN: [usize; 4] = [2, 8, 16, 40];
/// Points in a sample that is measured, and of them those that are drawn.
const POINTS: usize = 2048;
const SHOWN: usize = 300;
const WINDOW: Window = Window::square(1.5);
/// Nodes of a map along each side, and arrows.
const FINE: usize = 61;
const ARROWS_A_SIDE: usize = 9;

pub(super) fn draw(e: &Experiment, scope: Scope) -> Result<Plate, Fault> {
    layout::known(PANELS, scope)?;
    let variants: [_; 2] = layout::variants(e)?;
    let runs = variants.par_iter().map(|(_, e)| looks::watch(e, &looks::evenly(e.steps, LOOKS), POINTS, &|| ()));
    let runs: Vec<Watched> = runs.collect::<Result<_, _>>()?;
    let lands = variants.iter().zip(&runs).map(|((_, e), run)| lands(e, run)).collect::<Result<Vec<_>, _>>()?;
    let far = lands.iter().map(|row| row.iter().map(Land::far).fold(0.0, f64::max)).collect::<Vec<_>>();
    let note = format!(
        "{ARROWS} One colour scale a row: |$D$| stays below {:.2} in the upper one and below {:.0} in the other. Curves on \
         {POINTS} fresh points; dashed, the exponential average of the generator.",
        far[0], far[1]
    );
    let layout = Layout { title: TITLE, note: &note, columns: 4, panels: PANELS };
    let drawing = layout.draw(scope, |k, panel| {
        let (row, column) = (k / 4, k % 4);
        match runs.get(row) {
            Some(run) => {
                let (look, land) = (look(run, column), &lands[row][column]);
                panel.title(&variants[row].0);
                panel.subtitle(&format!("iteration {}, W₁ {:.3}", look.seen.step, look.seen.w1));
                land.draw(panel, far[row], column == 3 || scope.panel.is_some());
                samples(panel, few(&look.seen.real), few(&look.seen.generated), 0.8);
            }
            None => curves(panel, column, &runs, e.steps),
        }
        Ok(())
    })?;
    let names: Vec<&str> = variants.iter().map(|(name, _)| name.as_str()).collect();
    Ok(Plate { drawing, numbers: numbers(&names, &runs) })
}

/// What is drawn of a run in a column; of one that diverged the last that was seen.
fn look(run: &Watched, column: usize) -> &Look {
    &run.looks[DRAWN[column].min(run.looks.len() - 1)]
}

fn lands(e: &Experiment, run: &Watched) -> Result<Vec<Land>, Fault> {
    let game = e.network()?;
    let land = |column| Land::of(game, look(run, column).psi(game), WINDOW, FINE, ARROWS_A_SIDE);
    Ok((0..DRAWN.len()).map(land).collect())
}

fn few(cloud: &[Point]) -> &[Point] {
    &cloud[..SHOWN.min(cloud.len())]
}

/// The k-th panel of curves.
fn curves(panel: &mut canvas::Panel, k: usize, runs: &[Watched], steps: u64) {
    let across = || Axis::linear(0.0, steps as f64 / 1000.0, "thousand iterations");
    let all = || runs.iter().flat_map(|run| &run.looks).map(|look| &look.seen);
    const COLOURS: [Color; 2] = [BLUE, VERMILLION];
    let mut curve = |value: &dyn Fn(&Look) -> Option<f64>, stroke: fn(Color) -> Stroke, label: [&str; 2]| {
        for ((run, colour), label) in runs.iter().zip(COLOURS).zip(label) {
            let points = run.looks.iter().map(|l| [l.seen.step as f64 / 1000.0, value(l).unwrap_or(f64::NAN)]);
            panel.curve(points, stroke(colour), label);
        }
    };
    const OWN: [&str; 2] = ["R1", "no penalty"];
    match k {
        0 => {
            curve(&|l| Some(l.seen.w1), Stroke::solid, OWN);
            curve(&|l| l.seen.w1_average, Stroke::dashed, ["R1, average", "no penalty, average"]);
            let top = all().map(|e| e.w1.max(e.w1_average.unwrap_or(0.0))).fold(0.0, f64::max);
            panel.title("W₁ to the data").axes(across(), Axis::linear(0.0, 1.05 * top, ""));
        }
        1 | 2 => {
            let who = k - 1;
            curve(&|l| Some(l.seen.losses[who]), Stroke::solid, OWN);
            let rest = [std::f64::consts::LN_2, 2.0 * std::f64::consts::LN_2][who];
            panel.hline(rest, Stroke::dotted(GREY), "at $D$ = 0");
            panel.title(["loss of $G$", "loss of $D$"][who]);
            panel.axes(across(), Axis::covering(all().map(|e| e.losses[who]).chain([rest]), ""));
        }
        _ => {
            curve(&|l| l.seen.coverage.as_ref().map(|c| c.covered as f64), Stroke::solid, OWN);
            panel.title("modes covered").axes(across(), Axis::linear(0.0, 8.4, ""));
        }
    }
    panel.aspect(0.8);
}

fn numbers(names: &[&str], runs: &[Watched]) -> Numbers {
    let mut numbers = Numbers::new(&[
        "method",
        "iteration",
        "loss_generator",
        "loss_discriminator",
        "w1",
        "w1_average",
        "modes",
        "good",
    ]);
    let maybe = |x: Option<f64>| x.map_or(String::new(), |x| x.to_string());
    for (name, run) in names.iter().zip(runs) {
        for e in run.looks.iter().map(|look| &look.seen) {
            let modes = e.coverage.as_ref();
            let (covered, good) = (modes.map(|c| c.covered as f64), modes.map(|c| c.good));
            let [g, d] = e.losses;
            numbers.row(&[name, &e.step, &g, &d, &e.w1, &maybe(e.w1_average), &maybe(covered), &maybe(good)]);
        }
    }
    numbers
}
