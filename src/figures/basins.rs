use super::{
    Numbers, Panel, Plate, Scope, panel,
    canvas::{self, Axis, BLACK, ColorScale, Colormap, GREY, Grid, Marker, ORANGE, Point, RED, Shape, Stroke, contour},
    layout::{Layout, variants},
    plane::Window,
};
use crate::{
    analysis::{Rest, Search, Trajectory, any},
    experiment::{self, Basin, Experiment, Fate, Fault},
};

pub(super) const TITLE: &str = "Locally stable is not globally stable: saddles found by search, and what lies behind them";
pub(super) const PANELS: &[Panel] = &[panel("consensus_1"), panel("consensus_3"), panel("uniform")];

/// Half the width of each window.
const REACH: [f64; 3] = [3.0, 3.0, 2.4];
/// Starts along a side: even, so that none lies on the stable line θ = 0 of the uniform game's saddle, and fewer where a
/// step costs forty nodes.
const SIDES: [u32; 3] = [80, 80, 56];

/// Fates, points of rest and the runs of one panel.
struct Picture {
    basin: Basin,
    rests: Search,
    runs: Vec<Trajectory>,
}

pub(super) fn draw(e: &Experiment, scope: Scope) -> Result<Plate, Fault> {
    let variants = variants::<3>(e)?;
    let mut pictures = Vec::new();
    for (k, (_, variant)) in variants.iter().enumerate() {
        let wanted = scope.panel.is_none_or(|key| key == PANELS[k].key);
        pictures.push(if wanted { Some(picture(variant, REACH[k], SIDES[k])?) } else { None });
    }
    let note = "Every start runs until it is 10^{−6} from a point where $v$ = 0. Points of rest by Newton’s method from a grid \
                of starts.";
    let layout = Layout { title: TITLE, note, columns: 3, panels: PANELS };
    let drawing = layout.draw(scope, |k, panel| {
        if let Some(picture) = &pictures[k] {
            panel.title(&variants[k].0).subtitle(&story(picture));
            fill(panel, picture, Window::square(REACH[k]), scope.panel.is_some() || k + 1 == PANELS.len());
        }
        Ok(())
    })?;
    let mut numbers = Numbers::new(&["panel", "theta", "psi", "what", "steps"]);
    for (panel, picture) in PANELS.iter().zip(&pictures) {
        if let Some(picture) = picture {
            write(&mut numbers, panel.key, picture);
        }
    }
    Ok(Plate { drawing, numbers })
}

fn picture(e: &Experiment, reach: f64, side: u32) -> Result<Picture, Fault> {
    let axis = experiment::Axis::linear(-reach, reach, side);
    let rests = e.equilibria_between(&[[-reach, reach]; 2]);
    let runs = std::iter::once(&e.start).chain(&e.also);
    let runs = runs.map(|start| any::simulate(&e.field, &e.rule, start, e.steps)).collect();
    Ok(Picture { basin: e.basin(&axis, &axis, &|_| ())?, rests, runs })
}

/// How many starts of the window arrive.
fn story(picture: &Picture) -> String {
    let fates = &picture.basin.fates;
    let home = fates.iter().filter(|(fate, _)| matches!(fate, Fate::Equilibrium(_))).count();
    let saddles = picture.rests.found.iter().filter(|rest| rest.kind == Rest::Saddle).count();
    let saddles = if saddles == 1 { "one saddle".to_owned() } else { format!("{saddles} saddles") };
    if home == fates.len() {
        format!("{saddles}; every start arrives")
    } else {
        format!("{saddles}; {:.1} % do not arrive", 100.0 - 100.0 * home as f64 / fates.len() as f64)
    }
}

fn fill(panel: &mut canvas::Panel, picture: &Picture, window: Window, bar: bool) {
    let Basin { theta, psi, fates, .. } = &picture.basin;
    let Window { theta: x, psi: y } = window;
    panel.axes(Axis::linear(x[0], x[1], "θ"), Axis::linear(y[0], y[1], "ψ")).equal();
    let map = |value: fn(&(Fate, u64)) -> f64| {
        Grid::new(theta.values(), psi.values(), fates.iter().map(value).collect())
    };
    let scale = ColorScale::new(Colormap::Viridis, 0.0, 400.0, if bar { "steps until it arrives" } else { "" });
    panel.heat(
        map(|(fate, steps)| if matches!(fate, Fate::Equilibrium(_)) { *steps as f64 } else { f64::INFINITY }),
        scale.steps(20).beyond(canvas::PALE, "does not arrive"),
    );
    let which = map(|(fate, _)| if let Fate::Equilibrium(k) = fate { *k as f64 } else { f64::NAN });
    panel.curves(contour(&which, 0.5), Stroke::solid(BLACK).width(0.9), "border of two basins");
    for run in &picture.runs {
        panel.curve(run.plane().into_iter().map(|(theta, psi)| [theta, psi]), Stroke::solid(RED), "run");
        panel.start([run.x(0)[0], run.x(0)[1]]);
    }
    let of = |sinks: bool| {
        let rests = picture.rests.found.iter().filter(move |rest| (rest.kind == Rest::Sink) == sinks);
        rests.map(|rest| [rest.at[0], rest.at[1]]).collect::<Vec<Point>>()
    };
    panel.scatter(of(true), Marker::equilibrium(), "sink");
    panel.scatter(of(false), Marker::new(Shape::Diamond, ORANGE).radius(2.8), "saddle");
    panel.hline(0.0, Stroke::guide().width(0.3), "").vline(0.0, Stroke::solid(GREY).width(0.3), "");
}

fn write(numbers: &mut Numbers, panel: &str, picture: &Picture) {
    let Basin { theta, psi, fates, .. } = &picture.basin;
    for rest in &picture.rests.found {
        numbers.row(&[&panel, &rest.at[0], &rest.at[1], &rest.kind.word(), &""]);
    }
    for (k, (fate, steps)) in fates.iter().enumerate() {
        let (i, j) = (k as u32 % theta.count, k as u32 / theta.count);
        numbers.row(&[&panel, &theta.value(i), &psi.value(j), fate, steps]);
    }
}
