use super::{
    Numbers, Panel, Plate, Provenance, Scope,
    canvas::{self, Axis, BLACK, ColorScale, Colormap, GREEN, Marker, Point, Stroke, VERMILLION},
    layout::{Layout, scientific},
};
use crate::{
    analysis::any,
    experiment::{Experiment, Fault},
};
use nalgebra::Complex;

pub(super) const TITLE: &str = "A gradient penalty pulls the eigenvalues off the imaginary axis; past γ = 2f′(0) one turns back";
pub(super) const PANELS: &[Panel] = &[
    Panel { key: "path", paper: "figure_4", provenance: Provenance::Remembered },
    Panel { key: "abscissa", paper: "", provenance: Provenance::Derived },
];

/// One weight: what the Jacobian gives and what the formula says, sorted alike.
struct Sample {
    gamma: f64,
    computed: Vec<Complex<f64>>,
    formula: [Complex<f64>; 2],
}

impl Sample {
    fn distance(&self) -> f64 {
        self.computed.iter().zip(&self.formula).map(|(a, b)| (a - b).norm()).fold(0.0, f64::max)
    }
    fn abscissa(&self) -> f64 {
        self.computed.iter().map(|l| l.re).fold(f64::NEG_INFINITY, f64::max)
    }
}

pub(super) fn draw(e: &Experiment, scope: Scope) -> Result<Plate, Fault> {
    let cells = e.cells()?;
    let first = cells.first().ok_or_else(|| Fault::new("this figure needs a [sweep] over the weight of the penalty"))?;
    // f'(0): how fast ψ answers to θ. No penalty on ψ changes it.
    let slope = any::field_jacobian(&first.experiment.field, &first.experiment.at)[(1, 0)];
    let samples = cells.iter().map(|cell| {
        let lin = any::linearise(&cell.experiment.field, &cell.experiment.rule, &cell.experiment.at);
        let computed = lin.field.ok_or_else(|| Fault::new("the field has a kink at its equilibrium"))?.eigenvalues;
        let gamma = cell.number().ok_or_else(|| Fault::new("the weight of the penalty is no number"))?;
        Ok(Sample { gamma, computed, formula: formula(gamma, slope) })
    });
    let samples = samples.collect::<Result<Vec<_>, Fault>>()?;
    let worst = samples.iter().map(Sample::distance).fold(0.0, f64::max);
    let note = format!(
        "Dots: exact Jacobian of $v$ at the equilibrium, {} weights. Line: −γ/2 ± √(γ^{{2}}/4 − f′(0)^{{2}}), f′(0) = \
         {slope}. Largest distance {}.",
        samples.len(),
        scientific(worst)
    );
    let layout = Layout { title: TITLE, note: &note, columns: 2, panels: PANELS };
    let drawing = layout.draw(scope, |k, panel| {
        if k == 0 { path(panel, &samples, slope) } else { abscissa(panel, &samples, slope) }
        Ok(())
    })?;
    let mut numbers = Numbers::new(&["gamma", "branch", "re", "im", "formula_re", "formula_im", "distance"]);
    for sample in &samples {
        for (k, (l, f)) in sample.computed.iter().zip(&sample.formula).enumerate() {
            numbers.row(&[&sample.gamma, &k, &l.re, &l.im, &f.re, &f.im, &(l - f).norm()]);
        }
    }
    Ok(Plate { drawing, numbers })
}

/// Lemma 3.3, sorted by (re, im).
fn formula(gamma: f64, slope: f64) -> [Complex<f64>; 2] {
    let under = 0.25 * gamma * gamma - slope * slope;
    let root = if under < 0.0 { Complex::new(0.0, (-under).sqrt()) } else { Complex::new(under.sqrt(), 0.0) };
    [-0.5 * gamma - root, -0.5 * gamma + root]
}

fn path(panel: &mut canvas::Panel, samples: &[Sample], slope: f64) {
    let top = samples.iter().map(|s| s.gamma).fold(0.0, f64::max);
    panel.title("eigenvalues of $v$′").subtitle("they meet at γ = 2f′(0), then part along the real axis");
    panel.axes(Axis::linear(-2.85 * slope, 0.5 * slope, "Re λ"), Axis::linear(-1.3 * slope, 1.3 * slope, "Im λ"));
    panel.equal().stable_half_plane();
    let fine = |branch: usize| (0..=600).map(move |k| formula(top * f64::from(k) / 600.0, slope)[branch]);
    let line = |branch: usize| fine(branch).map(|l| [l.re, l.im]).collect::<Vec<Point>>();
    panel.curves(vec![line(0), line(1)], Stroke::solid(BLACK).width(0.7), "formula");
    let points = samples.iter().flat_map(|s| s.computed.iter().map(|l| [l.re, l.im]));
    let values = samples.iter().flat_map(|s| s.computed.iter().map(|_| s.gamma));
    let scale = ColorScale::new(Colormap::Viridis, 0.0, top, "weight γ");
    panel.scatter_by(points, values, Marker::dot(GREEN).radius(2.0), scale);
    panel.annotate([0.0, slope], "γ = 0", [-14.0, 10.0]);
    panel.annotate([-slope, 0.0], "γ = 2f′(0)", [-8.0, 26.0]);
    let end = formula(top, slope)[0];
    let times = (1e6 * top / slope).round() / 1e6;
    panel.annotate([end.re, end.im], &format!("γ = {times}f′(0)"), [4.0, -26.0]);
}

fn abscissa(panel: &mut canvas::Panel, samples: &[Sample], slope: f64) {
    let top = samples.iter().map(|s| s.gamma).fold(0.0, f64::max);
    panel.title("the slower of the two").subtitle("the fastest decay is at the critical weight");
    panel.axes(Axis::linear(0.0, top, "weight γ"), Axis::linear(-1.2 * slope, 0.2 * slope, "max Re λ"));
    panel.band_y(f64::NEG_INFINITY, 0.0, canvas::Fill::tint(GREEN), "stable").hline(0.0, Stroke::guide(), "");
    let fine = (0..=600).map(|k| top * f64::from(k) / 600.0).map(|gamma| [gamma, formula(gamma, slope)[1].re]);
    panel.curve(fine, Stroke::solid(BLACK).width(0.7), "formula");
    let points = samples.iter().map(|s| [s.gamma, s.abscissa()]);
    let scale = ColorScale::new(Colormap::Viridis, 0.0, top, "");
    panel.scatter_by(points, samples.iter().map(|s| s.gamma), Marker::dot(GREEN).radius(2.0), scale);
    panel.vline(2.0 * slope, Stroke::dashed(VERMILLION), "critical γ = 2f′(0)");
}
