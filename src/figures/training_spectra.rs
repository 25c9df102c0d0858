use super::{
    Panel, Plate, Scope, panel,
    canvas::{self, Axis, BLACK, Fill, GREEN, Point, Stroke},
    layout::{self, Layout},
    looks,
    spectra::{self, Sample},
};
use crate::{
    experiment::{Experiment, Fault},
    game::Game,
};
use nalgebra::Complex;
use rayon::prelude::*;

pub(super) const TITLE: &str = "Pairs on both sides of the axis without a penalty; R1 and consensus lean them to the left";
pub(super) const PANELS: &[Panel] = &[
    panel("before_no_penalty"),
    panel("before_r1"),
    panel("before_consensus"),
    panel("during_no_penalty"),
    panel("during_r1"),
    panel("during_consensus"),
    panel("after_no_penalty"),
    panel("after_r1"),
    panel("after_consensus"),
];

/// Axes are linear within ±`UNIT` and logarithmic beyond.
const UNIT: f64 = 1e-3;
/// The part of the complex plane that is drawn.
const WINDOW: [[f64; 2]; 2] = [[-3e3, 50.0], [-50.0, 50.0]];
/// Points in a sample that is measured on the way.
const POINTS: usize = 2048;

pub(super) fn draw(e: &Experiment, scope: Scope) -> Result<Plate, Fault> {
    layout::known(PANELS, scope)?;
    let variants: [_; 3] = layout::variants(e)?;
    // Before, during and after, row by row.
    let at = [0, e.steps / 5, e.steps];
    let runs = variants.par_iter().map(|(_, variant)| looks::watch(variant, &at, POINTS, &|| ()));
    let runs = runs.collect::<Result<Vec<_>, _>>()?;
    let sample = |k: usize| {
        let (row, column) = (k / variants.len(), k % variants.len());
        let (name, variant) = &variants[column];
        let look = runs[column].looks.get(row);
        let look = look.ok_or_else(|| Fault::new(format!("{name}: the run diverged")).within(&e.name))?;
        Ok((Sample::at(name, variant, &look.x, look.seen.step)?, look.seen.w1))
    };
    let samples = (0..PANELS.len()).into_par_iter().map(sample).collect::<Result<Vec<_>, Fault>>()?;
    let [a, b] = e.game().dims();
    let note = format!(
        "Eigenvalues of the exact $v$′ of {a} + {b} parameters on one batch, the same for all. Axes are linear within \
         ±{UNIT} and logarithmic beyond. Above at the same weights, drawn at random; below on each field's own run. Null: \
         directions along which $v$ does not change to first order."
    );
    let layout = Layout { title: TITLE, note: &note, columns: 3, panels: PANELS };
    let drawing = layout.draw(scope, |k, panel| {
        let (sample, w1) = &samples[k];
        spectrum(panel, sample, *w1);
        Ok(())
    })?;
    let samples: Vec<Sample> = samples.into_iter().map(|(sample, _)| sample).collect();
    Ok(Plate { drawing, numbers: spectra::numbers(&samples) })
}

/// Where a number stands on an axis.
fn squeeze(x: f64) -> f64 {
    (x / UNIT).asinh()
}

fn spectrum(panel: &mut canvas::Panel, s: &Sample, w1: f64) {
    let marks = [(-1e2, "−100"), (-1.0, "−1"), (-0.01, "−0.01"), (0.0, ""), (0.01, "0.01"), (1.0, "1")];
    let ticks = marks.map(|(x, label)| (squeeze(x), label));
    let [[left, right], [low, high]] = WINDOW.map(|ends| ends.map(squeeze));
    let null = s.null.as_ref().map_or(0, |null| null.dimension);
    panel.title(&s.variant).subtitle(&format!("iteration {}, W₁ {w1:.2}, {null} null", s.step));
    panel.axes(
        Axis::linear(left, right, "Re λ($v$′)").ticks(&ticks),
        Axis::linear(low, high, "Im λ($v$′)").ticks(&ticks),
    );
    panel.equal().band_x(f64::NEG_INFINITY, 0.0, Fill::tint(GREEN), "stable");
    panel.hline(0.0, Stroke::guide(), "").vline(0.0, Stroke::solid(BLACK).width(0.9), "");
    let place = |l: &Complex<f64>| -> Point { [squeeze(l.re), squeeze(l.im)] };
    s.scatter(panel, place, |l| l.im.abs() > l.re.abs() && l.im.abs() > UNIT);
}
