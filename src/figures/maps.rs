//! Stability maps: the spectral radius over two numbers of an experiment, the computed line where it is 1 and the closed
//! form of that line. What the figures of the maps share.

use super::{
    Numbers, Panel, Plate, Scope,
    canvas::{self, Axis, BLACK, Color, ColorScale, Colormap, Grid, Marker, Point, RED, Shape, Stroke},
    layout::Layout,
    panel,
};
use crate::{
    experiment::{Atlas, Experiment, Fault, Sweep},
    game::AnyGame,
    loss::Loss,
    num::Dual,
};

/// The two orders of play.
pub(super) const ORDERS: [Panel; 2] = [panel("simultaneous"), panel("alternating")];

/// A figure with one map per variant of its experiment.
pub(super) struct Sheet<'a> {
    pub title: &'a str,
    pub note: &'a str,
    pub panels: &'a [Panel],
    /// Path in the sweep and label of the horizontal axis.
    pub x: [&'a str; 2],
    /// The same of the vertical one.
    pub y: [&'a str; 2],
    /// Whether x counts something, so that there is nothing between its values.
    pub whole: bool,
    /// What is known of each map.
    pub formulas: Vec<Formula>,
}

/// What theory says of one map.
#[derive(Default)]
pub(super) struct Formula {
    /// In words, beneath the title.
    pub says: String,
    /// Where the radius is 1.
    pub boundary: Vec<Vec<Point>>,
    /// Where it is smallest, how small, and where to write that (points of the page, right and up).
    pub best: Option<(Point, f64, Point)>,
}

/// A map and the distance of its line from the closed form.
struct Drawn {
    atlas: Atlas,
    lines: Vec<Vec<Point>>,
    apart: f64,
}

/// The ground of everything that diverges.
const UNSTABLE: Color = canvas::PALE;

/// Draws the maps; `extra` fills the panels that follow them.
///
/// # Errors
/// If the experiment has not the variants or the sweep of the sheet.
pub(super) fn draw(
    e: &Experiment,
    scope: Scope,
    sheet: &Sheet,
    extra: impl Fn(usize, &mut canvas::Panel),
) -> Result<Plate, Fault> {
    let variants = e.variants();
    if variants.len() != sheet.formulas.len() {
        return Err(Fault::new(format!(
            "this figure has {} maps, but {} has {}",
            sheet.formulas.len(),
            e.name,
            variants.len()
        )));
    }
    let wanted = |k: usize| scope.panel.is_none_or(|key| sheet.panels[k].key == key);
    let mut drawn = Vec::new();
    for (k, (_, variant)) in variants.iter().enumerate() {
        drawn.push(if wanted(k) { Some(sheet.map(variant, &sheet.formulas[k])?) } else { None });
    }
    let apart = drawn.iter().flatten().map(|d| d.apart).fold(0.0, f64::max);
    let note = format!("{} The two lines are at most {apart:.2} cells apart.", sheet.note);
    let layout = Layout { title: sheet.title, note: &note, columns: sheet.panels.len(), panels: sheet.panels };
    let drawing = layout.draw(scope, |k, panel| {
        match drawn.get(k) {
            Some(Some(map)) => {
                panel.title(&variants[k].0);
                let bar = scope.panel.is_some() || k + 1 == drawn.len();
                sheet.fill(panel, map, &sheet.formulas[k], bar);
            }
            _ => extra(k, panel),
        }
        Ok(())
    })?;
    let mut numbers = Numbers::new(&["panel", "part", "x", "y", "radius"]);
    for (k, map) in drawn.iter().enumerate() {
        if let Some(map) = map {
            write(&mut numbers, sheet.panels[k].key, map, &sheet.formulas[k]);
        }
    }
    Ok(Plate { drawing, numbers })
}

impl Sheet<'_> {
    fn map(&self, e: &Experiment, formula: &Formula) -> Result<Drawn, Fault> {
        let axis = |path: &str| {
            let axis = e.sweep.get(path).and_then(Sweep::axis);
            axis.ok_or_else(|| Fault::new(format!("this figure needs a [sweep] over a range of {path:?}")))
        };
        let (x, y) = (axis(self.x[0])?, axis(self.y[0])?);
        let atlas = e.atlas((self.x[0], x), (self.y[0], y), &|| true)?;
        let lines = if self.whole { bars(atlas.boundary.concat()) } else { atlas.boundary.clone() };
        let apart = apart(&lines, &formula.boundary, &atlas);
        Ok(Drawn { atlas, lines, apart })
    }

    fn fill(&self, panel: &mut canvas::Panel, map: &Drawn, formula: &Formula, bar: bool) {
        let Atlas { x, y, points, .. } = &map.atlas;
        let side = |axis: &crate::experiment::Axis, label: &str| {
            let half = 0.5 * step(axis);
            Axis::linear(axis.from - half, axis.to + half, label)
        };
        panel.subtitle(&formula.says).axes(side(x, self.x[1]), side(y, self.y[1])).aspect(1.0);
        let radii = points.iter().map(|p| p.radius.unwrap_or(f64::NAN)).collect();
        let scale = ColorScale::new(Colormap::Viridis, 0.0, 1.0, if bar { "spectral radius ρ($F$′)" } else { "" });
        let scale = scale.steps(20).beyond(UNSTABLE, "diverges, ρ > 1");
        panel.heat(Grid::new(x.values(), y.values(), radii), scale);
        panel.curves(map.lines.clone(), Stroke::solid(RED).width(2.4), "ρ = 1, computed");
        panel.curves(formula.boundary.clone(), Stroke::dashed(BLACK).width(1.0), "ρ = 1, closed form");
        if let Some((_, at)) = smallest(&map.atlas) {
            panel.scatter([at], Marker::ring(BLACK).radius(3.4), "cell of the smallest radius");
        }
        if let Some((at, rho, offset)) = formula.best {
            panel.scatter([at], Marker::new(Shape::Cross, BLACK).radius(2.0), "best, closed form");
            let rho = if rho == 0.0 { "ρ = 0".to_owned() } else { format!("ρ = {rho:.4}") };
            panel.annotate(at, &rho, offset);
        }
    }
}

fn step(axis: &crate::experiment::Axis) -> f64 {
    (axis.to - axis.from) / f64::from(axis.count.max(2) - 1)
}

/// The smallest radius and where.
fn smallest(atlas: &Atlas) -> Option<(f64, Point)> {
    let columns = atlas.x.count;
    let at = |k: usize| [atlas.x.value(k as u32 % columns), atlas.y.value(k as u32 / columns)];
    let stable = atlas.points.iter().enumerate().filter_map(|(k, p)| p.radius.filter(|r| *r < 1.0).map(|r| (r, k)));
    stable.min_by(|a, b| a.0.total_cmp(&b.0)).map(|(r, k)| (r, at(k)))
}

/// Points over whole numbers become bars as wide as a cell; points between whole numbers mean nothing.
pub(super) fn bars(points: Vec<Point>) -> Vec<Vec<Point>> {
    let whole = points.into_iter().filter(|p| p[0].fract() == 0.0);
    whole.map(|[n, y]| vec![[n - 0.5, y], [n + 0.5, y]]).collect()
}

/// The largest distance between two sets of lines, in cells: from each point of one to the other, where the map reaches.
fn apart(one: &[Vec<Point>], other: &[Vec<Point>], atlas: &Atlas) -> f64 {
    let cell = [step(&atlas.x), step(&atlas.y)];
    let within = |axis: &crate::experiment::Axis, at: f64| (axis.from..=axis.to).contains(&at);
    let inside = |p: &Point| within(&atlas.x, p[0]) && within(&atlas.y, p[1]);
    let near = |p: Point, lines: &[Vec<Point>]| {
        let pairs = lines.iter().flat_map(|line| line.windows(2));
        pairs.map(|ends| distance(p, [ends[0], ends[1]], cell)).fold(f64::INFINITY, f64::min)
    };
    let one_way = |from: &[Vec<Point>], to: &[Vec<Point>]| {
        from.iter().flatten().filter(|p| inside(p)).map(|p| near(*p, to)).fold(0.0, f64::max)
    };
    one_way(one, other).max(one_way(other, one))
}

/// From a point to a segment, lengths counted in cells.
fn distance(p: Point, [a, b]: [Point; 2], cell: Point) -> f64 {
    let along = [0, 1].map(|k| (b[k] - a[k]) / cell[k]);
    let away = [0, 1].map(|k| (p[k] - a[k]) / cell[k]);
    let length = along[0] * along[0] + along[1] * along[1];
    let t = if length > 0.0 { ((along[0] * away[0] + along[1] * away[1]) / length).clamp(0.0, 1.0) } else { 0.0 };
    (away[0] - t * along[0]).hypot(away[1] - t * along[1])
}

fn write(numbers: &mut Numbers, panel: &str, map: &Drawn, formula: &Formula) {
    let Atlas { x, y, points, .. } = &map.atlas;
    for (k, point) in points.iter().enumerate() {
        let (at_x, at_y) = (x.value(k as u32 % x.count), y.value(k as u32 / x.count));
        let radius = point.radius.map_or(String::new(), |r| r.to_string());
        numbers.row(&[&panel, &"cell", &at_x, &at_y, &radius]);
    }
    for (part, lines) in [("boundary", &map.lines), ("closed_form", &formula.boundary)] {
        for [at_x, at_y] in lines.iter().flatten() {
            numbers.row(&[&panel, &part, at_x, at_y, &1.0]);
        }
    }
    numbers.row(&[&panel, &"cells_apart", &map.apart, &"", &""]);
}

/// A curve y(x) at the given number of points from `from` to `to`.
pub(super) fn curve(from: f64, to: f64, y: impl Fn(f64) -> f64) -> Vec<Point> {
    const PIECES: u32 = 400;
    (0..=PIECES).map(|k| from + (to - from) * f64::from(k) / f64::from(PIECES)).map(|x| [x, y(x)]).collect()
}

/// f'(0) and −f''(0) of the experiment's loss on the Dirac-GAN, by exact differentiation of what the discriminator
/// minimises.
///
/// # Errors
/// If it plays another game.
pub(super) fn slopes(e: &Experiment) -> Result<[f64; 2], Fault> {
    let AnyGame::Dirac(game) = e.game() else {
        return Err(Fault::new(format!("this figure is about the game `dirac`, not `{}`", e.game().name())));
    };
    let zero = Dual::lift(Dual::lift(0.0));
    let fake = Dual::new(Dual::seed(0.0), Dual::lift(1.0));
    let lost = game.loss.discriminator(zero, fake);
    Ok([-lost.eps.re, lost.eps.eps])
}
