//! Two networks in the plane of the data: both samples, the logit between them, and where it pushes what is generated.

use super::{
    Numbers, Plate,
    canvas::{self, Axis, BLACK, ColorScale, Colormap, GREEN, Grid, Marker, Point, Stroke, contour},
    plane::Window,
    portrait::View,
};
use crate::{
    experiment::{Experiment, Fault},
    field::Field,
    game::{Game, Mlp},
    rule::ASYMPTOTIC,
};

/// Nodes of the map along each side.
const FINE: usize = 121;

/// How to read the arrows.
pub(super) const ARROWS: &str = "Arrows: −∇$D$, where a generated point is pushed; length by |∇$D$|, compressed.";

/// The landscape at the experiment's point of linearisation, on the batch of its spectrum; its numbers are D and ∇ₓD at
/// the arrows.
///
/// # Errors
/// If the view has no arrows.
pub(super) fn landscape(e: &Experiment, game: &Mlp, view: &View) -> Result<Plate, Fault> {
    e.field.fresh(ASYMPTOTIC, 0);
    let (theta, psi) = e.at.split_at(game.dims()[0]);
    let batch = game.batch();
    let generated = game.generator.forward(theta, batch.latent.clone(), batch.n).pop().unwrap_or_default();
    let cloud = |x: &[f64]| (0..batch.n).map(|i| [x[i], x[batch.n + i]]).collect::<Vec<Point>>();
    let land = Land::of(game, psi, view.window, FINE, view.grid);
    let mut figure = canvas::Figure::grid(1, 1, view.style).note(ARROWS);
    let panel = figure.panel(0, 0);
    panel.title(&e.headline()).subtitle(&format!("{} points of each sample", batch.n));
    land.draw(panel, land.far(), true);
    samples(panel, &cloud(&batch.real), &cloud(&generated), 1.5);
    let mut numbers = Numbers::new(&["x", "y", "logit", "slope_x", "slope_y"]);
    for ([x, y], [d, a, b]) in land.nodes.iter().zip(&land.slopes) {
        numbers.row(&[x, y, d, a, b]);
    }
    Ok(Plate { drawing: figure.draw(), numbers })
}

/// What a discriminator says of a part of the plane.
pub(super) struct Land {
    window: Window,
    /// D.
    map: Grid,
    /// Where the arrows stand.
    nodes: Vec<Point>,
    /// D and ∇ₓD there.
    slopes: Vec<[f64; 3]>,
}

impl Land {
    /// D at `fine` nodes along each side, ∇ₓD at `grid`.
    pub(super) fn of(game: &Mlp, psi: &[f64], window: Window, fine: usize, grid: usize) -> Self {
        let nodes: Vec<Point> = window.nodes(grid);
        let slopes = slopes(game, psi, &nodes);
        let mut points = [vec![], vec![]];
        let mut map = Grid::sample(window.theta, fine, window.psi, fine, |_, _| 0.0);
        for y in &map.ys {
            points[0].extend(&map.xs);
            points[1].extend(map.xs.iter().map(|_| y));
        }
        map.values = game.discriminator.forward(psi, points.concat(), fine * fine).pop().unwrap_or_default();
        Self { window, map, nodes, slopes }
    }

    /// The largest |D|.
    pub(super) fn far(&self) -> f64 {
        self.map.range().map_or(1.0, |(lo, hi)| lo.abs().max(hi.abs())).max(1e-12)
    }

    /// Axes, the map in colours from −`far` to `far`, arrows, and the line D = 0.
    pub(super) fn draw(&self, panel: &mut canvas::Panel, far: f64, bar: bool) {
        let [across, up] = [self.window.theta, self.window.psi];
        panel.axes(Axis::linear(across[0], across[1], "$x$"), Axis::linear(up[0], up[1], "$y$")).equal();
        let label = if bar { "logit $D$: low is called real" } else { "" };
        panel.heat(self.map.clone(), ColorScale::new(Colormap::Diverging, -far, far, label).steps(24));
        panel.quiver(self.nodes.clone(), self.slopes.iter().map(|[_, a, b]| [-a, -b]));
        panel.nullcline(contour(&self.map, 0.0), Stroke::solid(BLACK).width(0.6), "$D$ = 0");
    }
}

/// Both samples, points of so many points of the page.
pub(super) fn samples(panel: &mut canvas::Panel, real: &[Point], generated: &[Point], radius: f64) {
    panel.scatter(real.iter().copied(), Marker::dot(BLACK).radius(radius), "data");
    panel.scatter(generated.iter().copied(), Marker::ring(GREEN).radius(radius), "generated");
}

/// D and ∇ₓD at points.
fn slopes(game: &Mlp, psi: &[f64], points: &[Point]) -> Vec<[f64; 3]> {
    let n = points.len();
    let inputs = (0..2).flat_map(|f| points.iter().map(move |p| p[f])).collect();
    let h = game.discriminator.forward(psi, inputs, n);
    let slope = game.discriminator.backward(psi, &h, vec![1.0; n], None, n);
    (0..n).map(|i| [h[h.len() - 1][i], slope[i], slope[n + i]]).collect()
}
