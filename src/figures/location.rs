use super::{
    Numbers, Panel, Plate, Scope, panel,
    canvas::{self, Axis, BLACK, BLUE, ColorScale, Colormap, GREEN, GREY, Marker, Point, Shape, Stroke, VERMILLION},
    layout::{Layout, variants},
    maps,
    plane::{self, Window},
};
use crate::{
    analysis::{Trajectory, any},
    experiment::{Experiment, Fault},
};
use nalgebra::Complex;

pub(super) const TITLE: &str = "Width damps: a GAN between normal laws converges by itself, between point masses it circles";
pub(super) const PANELS: &[Panel] = &[panel("spectra"), panel("runs"), panel("distance")];

/// Widths of the data whose spectra are drawn.
const WIDTHS: u32 = 160;
const WIDEST: f64 = 2.0;

/// Eigenvalues of v' at one width.
struct Sample {
    s: f64,
    computed: Vec<Complex<f64>>,
}

/// f''(0)s² ± √(f''(0)²s⁴ − f'(0)²), sorted by (re, im).
fn formula([a, b]: [f64; 2], s: f64) -> [Complex<f64>; 2] {
    let (mean, under) = (-b * s * s, b * b * s.powi(4) - a * a);
    let root = if under < 0.0 { Complex::new(0.0, (-under).sqrt()) } else { Complex::new(under.sqrt(), 0.0) };
    [mean - root, mean + root]
}

pub(super) fn draw(e: &Experiment, scope: Scope) -> Result<Plate, Fault> {
    let games = variants::<2>(e)?;
    let slopes = maps::slopes(&games[1].1)?;
    let samples = (1..=WIDTHS).map(|k| WIDEST * f64::from(k) / f64::from(WIDTHS)).map(|s| {
        let at = games[0].1.with("game.location.s", s)?;
        let field = any::linearise(&at.field, &at.rule, &at.at).field;
        let computed = field.ok_or_else(|| Fault::new("the field has a kink at its equilibrium"))?.eigenvalues;
        Ok(Sample { s, computed })
    });
    let samples = samples.collect::<Result<Vec<_>, Fault>>()?;
    let runs = games.each_ref().map(|(_, game)| any::simulate(&game.field, &game.rule, &game.start, game.steps));
    let note = "Data N(0, s^{2}), G = θ + s$z$, D = ψ$x$, and the same with s = 0; minimax, no penalty, alternating with \
                $h$ = 0.2. Dotted: the rate that the spectrum predicts. Arrows: $v$ of the location game.";
    let layout = Layout { title: TITLE, note, columns: 3, panels: PANELS };
    let drawing = layout.draw(scope, |k, panel| {
        match k {
            0 => spectra(panel, &samples, slopes),
            1 => plane(panel, &games, &runs),
            _ => distances(panel, &games, &runs),
        }
        Ok(())
    })?;
    let mut numbers = Numbers::new(&["part", "s", "step", "x", "y", "formula_x", "formula_y"]);
    for sample in &samples {
        for (l, f) in sample.computed.iter().zip(formula(slopes, sample.s)) {
            numbers.row(&[&"eigenvalue", &sample.s, &"", &l.re, &l.im, &f.re, &f.im]);
        }
    }
    for ((name, _), run) in games.iter().zip(&runs) {
        for (k, (theta, psi)) in run.plane().into_iter().enumerate() {
            numbers.row(&[name, &"", &k, &theta, &psi, &"", &""]);
        }
    }
    Ok(Plate { drawing, numbers })
}

fn spectra(panel: &mut canvas::Panel, samples: &[Sample], slopes @ [a, b]: [f64; 2]) {
    panel.title("eigenvalues of $v$′").subtitle("from ±f′(0)i into the stable half");
    panel.axes(Axis::linear(-4.2 * a, 0.6 * a, "Re λ"), Axis::linear(-2.4 * a, 2.4 * a, "Im λ")).equal().stable_half_plane();
    let fine = |k: usize| maps::curve(0.0, WIDEST, |s| s).into_iter().map(move |[s, _]| formula(slopes, s)[k]);
    let line = |k: usize| fine(k).map(|l| [l.re, l.im]).collect::<Vec<Point>>();
    panel.curves(vec![line(0), line(1)], Stroke::solid(BLACK).width(0.7), "f″(0)s^{2} ± √(f″(0)^{2}s^{4} − f′(0)^{2})");
    let points = samples.iter().flat_map(|sample| sample.computed.iter().map(|l| [l.re, l.im]));
    let values = samples.iter().flat_map(|sample| sample.computed.iter().map(|_| sample.s));
    panel.scatter_by(points, values, Marker::dot(GREEN).radius(1.6), ColorScale::new(Colormap::Viridis, 0.0, WIDEST, "width s"));
    panel.scatter([[0.0, a], [0.0, -a]], Marker::new(Shape::Diamond, VERMILLION).radius(2.4), "Dirac-GAN");
    panel.annotate([-a, 0.0], &format!("s^{{2}} = {}", a / b), [-4.0, 22.0]);
}

fn color(k: usize) -> canvas::Color {
    [BLUE, VERMILLION][k]
}

fn plane(panel: &mut canvas::Panel, games: &[(String, Experiment); 2], runs: &[Trajectory; 2]) {
    let window = Window::square(1.8);
    panel.title("runs from (1, 1)").subtitle("one arrives, one circles");
    panel.axes(Axis::linear(-1.8, 1.8, "θ"), Axis::linear(-1.8, 1.8, "ψ")).equal();
    let nodes = window.nodes(9);
    panel.quiver(nodes.clone(), nodes.into_iter().map(|p| plane::velocity(&games[0].1, p)));
    for (k, run) in runs.iter().enumerate() {
        panel.curve(run.plane().into_iter().map(|(theta, psi)| [theta, psi]), Stroke::solid(color(k)), &games[k].0);
        panel.start([run.x(0)[0], run.x(0)[1]]);
    }
    panel.equilibrium([0.0, 0.0]);
}

fn distances(panel: &mut canvas::Panel, games: &[(String, Experiment); 2], runs: &[Trajectory; 2]) {
    let steps = runs[0].len() as f64 - 1.0;
    panel.title("distance from (0, 0)").subtitle("a straight line: exponential");
    panel.axes(Axis::linear(0.0, steps, "step $k$"), Axis::log(1e-10, 10.0, "‖$x$_{$k$}‖")).aspect(1.0);
    for (k, ((name, game), run)) in games.iter().zip(runs).enumerate() {
        let points = run.distances(&game.at).into_iter().enumerate().map(|(k, r)| [k as f64, r]);
        panel.curve(points, Stroke::solid(color(k)), name);
        let rate = any::linearise(&game.field, &game.rule, &game.at).verdict.rate;
        if let Some(rho) = rate.filter(|rho| *rho < 0.999) {
            let predicted = (0..=100).map(|k| 0.01 * f64::from(k) * steps).map(|k| [k, 2.0 * (k * rho.ln()).exp()]);
            panel.curve(predicted, Stroke::dotted(GREY), "slope predicted by ρ($F$′)");
        }
    }
}
