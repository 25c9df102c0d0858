use super::{
    Numbers, Panel, Plate, Scope, panel,
    canvas::{Axis, ColorScale, Colormap, Marker, Point, VERMILLION},
    layout::Layout,
};
use crate::{
    analysis::{Spectrum, any},
    experiment::{Cell, Experiment, Fault},
};

pub(super) const TITLE: &str = "Who leaves the unit circle: eigenvalues of the update as the step grows";
pub(super) const PANELS: &[Panel] = &[
    panel("gan_simultaneous"),
    panel("gan_alternating_1"),
    panel("gan_alternating_5"),
    panel("gradient_penalty_simultaneous"),
    panel("gradient_penalty_alternating_1"),
    panel("gradient_penalty_alternating_5"),
    panel("consensus_simultaneous"),
    panel("consensus_alternating_1"),
    panel("consensus_alternating_5"),
];

/// A radius this close to 1 is on the circle: a double eigenvalue is computed to √ε only.
const ON: f64 = 1e-6;

/// A step size and the spectrum of the update under it.
struct Sample {
    h: f64,
    spectrum: Spectrum,
}

/// A variant along the sweep, and the step size at which it leaves the disc.
struct Path {
    name: String,
    samples: Vec<Sample>,
    exit: Option<f64>,
}

pub(super) fn draw(e: &Experiment, scope: Scope) -> Result<Plate, Fault> {
    let path = e.sweep_paths().first().map(ToString::to_string).unwrap_or_default();
    let mut paths: Vec<Path> = Vec::new();
    for variant in e.cells()?.chunk_by(|a, b| a.variant == b.variant) {
        paths.push(follow(variant, &path)?);
    }
    if paths.len() != PANELS.len() {
        return Err(Fault::new(format!("this figure has {} variants, but {} has {}", PANELS.len(), e.name, paths.len())));
    }
    let top = paths.iter().flat_map(|p| &p.samples).map(|s| s.h).fold(0.0, f64::max);
    let note = "Exact Jacobians $F$′ at the equilibrium, per round; the step size $h$ is that of both players. Simultaneous, \
                then one generator step to one (1:1) and to five (1:5) discriminator steps.";
    let layout = Layout { title: TITLE, note, columns: 3, panels: PANELS };
    let drawing = layout.draw(scope, |k, panel| {
        let path = &paths[k];
        panel.title(&path.name).subtitle(&story(path));
        panel.axes(Axis::linear(-1.9, 1.7, "Re λ($F$′)"), Axis::linear(-1.4, 1.4, "Im λ($F$′)")).equal().stable_disc();
        let points: Vec<(Point, f64)> =
            path.samples.iter().flat_map(|s| s.spectrum.eigenvalues.iter().map(|l| ([l.re, l.im], s.h))).collect();
        let label = if scope.panel.is_some() || k % 3 == 2 { "step size $h$" } else { "" };
        let scale = ColorScale::new(Colormap::Viridis, 0.0, top, label);
        panel.scatter_by(points.iter().map(|p| p.0), points.iter().map(|p| p.1), Marker::dot(VERMILLION).radius(1.3), scale);
        Ok(())
    })?;
    let mut numbers = Numbers::new(&["variant", "h", "branch", "re", "im", "radius"]);
    for path in &paths {
        for Sample { h, spectrum } in &path.samples {
            for (k, l) in spectrum.eigenvalues.iter().enumerate() {
                numbers.row(&[&path.name, h, &k, &l.re, &l.im, &spectrum.radius()]);
            }
        }
    }
    Ok(Plate { drawing, numbers })
}

/// σ(F') at the experiment's point.
fn spectrum(e: &Experiment) -> Result<Spectrum, Fault> {
    let lin = any::linearise(&e.field, &e.rule, &e.at);
    lin.update.ok_or_else(|| Fault::new("the update has a kink at its equilibrium").within(&e.name))
}

fn follow(cells: &[Cell], path: &str) -> Result<Path, Fault> {
    let mut samples = Vec::new();
    for cell in cells {
        samples.push(Sample { h: cell.number().unwrap_or(f64::NAN), spectrum: spectrum(&cell.experiment)? });
    }
    let outside = |spectrum: &Spectrum| spectrum.radius() > 1.0 + ON;
    let first = samples.iter().position(|s| outside(&s.spectrum));
    let exit = match first {
        // Bisection between the last step size inside and the first outside.
        Some(k) if k > 0 => {
            let (mut inside, mut beyond) = (samples[k - 1].h, samples[k].h);
            for _ in 0..40 {
                let middle = 0.5 * (inside + beyond);
                let out = outside(&spectrum(&cells[0].experiment.with(path, middle)?)?);
                *(if out { &mut beyond } else { &mut inside }) = middle;
            }
            Some(beyond)
        }
        Some(_) => Some(0.0),
        None => None,
    };
    Ok(Path { name: cells[0].variant.clone(), samples, exit })
}

/// Where the path runs, in half a line.
fn story(path: &Path) -> String {
    let on = (path.samples[0].spectrum.radius() - 1.0).abs() <= ON;
    match path.exit {
        Some(0.0) => "outside for every $h$".to_owned(),
        Some(h) => format!("{} until $h$ = {h:.3}", if on { "on the circle" } else { "inside" }),
        None => format!("{} throughout", if on { "on the circle" } else { "inside" }),
    }
}
