//! Two networks in the plane of the data: both samples, the logit between them, and where it pushes what is generated.

use super::{
    Numbers, Plate,
    canvas::{self, Axis, BLACK, ColorScale, Colormap, GREEN, Grid, Marker, Point, contour},
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
    let [across, up] = [view.window.theta, view.window.psi];
    let nodes: Vec<Point> = view.window.nodes(view.grid);
    let slopes = slopes(game, psi, &nodes);
    let map = Grid::sample(across, FINE, up, FINE, |x, y| logit(game, psi, [x, y]));
    let far = map.range().map_or(1.0, |(lo, hi)| lo.abs().max(hi.abs())).max(1e-12);
    let boundary = contour(&map, 0.0);
    let mut figure = canvas::Figure::grid(1, 1, view.style)
        .note("Arrows: −∇D, where a generated point is pushed; length by |∇D|, compressed.");
    let panel = figure.panel(0, 0);
    panel.title(&e.title).subtitle(&format!("{} points of each sample", batch.n));
    panel.axes(Axis::linear(across[0], across[1], "x"), Axis::linear(up[0], up[1], "y")).equal();
    panel.heat(map, ColorScale::new(Colormap::Diverging, -far, far, "logit $D$: low is called real"));
    panel.quiver(nodes.clone(), slopes.iter().map(|[_, a, b]| [-a, -b]));
    panel.nullcline(boundary, canvas::Stroke::solid(BLACK).width(0.6), "$D$ = 0");
    panel.scatter(cloud(&batch.real), Marker::dot(BLACK).radius(1.4), "data");
    panel.scatter(cloud(&generated), Marker::ring(GREEN).radius(1.6), "generated");
    let mut numbers = Numbers::new(&["x", "y", "logit", "slope_x", "slope_y"]);
    for ([x, y], [d, a, b]) in nodes.iter().zip(&slopes) {
        numbers.row(&[x, y, d, a, b]);
    }
    Ok(Plate { drawing: figure.draw(), numbers })
}

fn logit(game: &Mlp, psi: &[f64], point: Point) -> f64 {
    game.discriminator.forward(psi, point.to_vec(), 1).pop().map_or(f64::NAN, |d| d[0])
}

/// D and ∇ₓD at points.
fn slopes(game: &Mlp, psi: &[f64], points: &[Point]) -> Vec<[f64; 3]> {
    let n = points.len();
    let inputs = (0..2).flat_map(|f| points.iter().map(move |p| p[f])).collect();
    let h = game.discriminator.forward(psi, inputs, n);
    let slope = game.discriminator.backward(psi, &h, vec![1.0; n], None, n);
    (0..n).map(|i| [h[h.len() - 1][i], slope[i], slope[n + i]]).collect()
}
