use super::{
    Numbers, Panel, Plate, Scope,
    canvas::{self, Axis, BLUE, GREEN, Marker, ORANGE, Stroke},
    layout::Layout,
};
use crate::{
    analysis::{
        discriminator::{Frozen, jensen_shannon},
        divergence::between,
        law::{Estimate, Law},
        transport,
    },
    experiment::{Experiment, Fault},
    loss::divergence::Family,
    registry::Provenance,
};

pub(super) const TITLE: &str = "Once apart, always apart: JS and total variation saturate, W₁ keeps counting";
pub(super) const PANELS: &[Panel] = &[
    Panel { key: "point_masses", paper: "", provenance: Provenance::Derived },
    Panel { key: "normals", paper: "", provenance: Provenance::Derived },
    Panel { key: "slopes", paper: "", provenance: Provenance::Derived },
];

const POINTS: i32 = 120;

/// JSD, total variation and W₁ of two laws a separation θ apart.
type Distances = [f64; 3];

fn divergences(p: &Law, q: &Law) -> [f64; 2] {
    let js = jensen_shannon(p, q).unwrap_or(Estimate::INFINITE);
    let tv = between(&Family::TotalVariation.into(), p, q).unwrap_or(Estimate::INFINITE);
    [js.value, tv.value]
}

/// δ₀ and δ_θ.
fn point_masses(theta: f64) -> Distances {
    let both = if theta == 0.0 { [vec![1.0], vec![1.0]] } else { [vec![1.0, 0.0], vec![0.0, 1.0]] };
    let [p, q] = both.map(Law::Discrete);
    let [js, tv] = divergences(&p, &q);
    [js, tv, transport::line(&[0.0], &[theta]).0]
}

/// N(0,1) and N(θ,1).
fn normals(theta: f64) -> Distances {
    let [p, q] = [0.0, theta].map(|mean| Law::Normal { mean, sd: 1.0 });
    let [js, tv] = divergences(&p, &q);
    [js, tv, transport::normal([0.0, 1.0], [theta, 1.0])]
}

pub(super) fn draw(e: &Experiment, scope: Scope) -> Result<Plate, Fault> {
    let far = e.start[0].abs();
    if far == 0.0 {
        return Err(Fault::new("the figure draws separations up to θ of the start, and that is 0")
            .help("give run.start another θ, for example [6.0, 0.0]"));
    }
    let mut numbers = Numbers::new(&["laws", "theta", "jensen_shannon", "total_variation", "w1", "slope_jensen_shannon"]);
    let note = "Natural logarithms; JS is at most log 2 = 0.693. Slopes: what a generator at θ is told by the optimal critic.";
    let layout = Layout { title: TITLE, note, columns: 3, panels: PANELS };
    let drawing = layout.draw(scope, |k, panel| {
        match k {
            0 => curves(panel, &mut numbers, "point masses", "Point masses at 0 and θ", far, point_masses),
            1 => curves(panel, &mut numbers, "normals", "Normals N(0,1) and N(θ,1)", far, normals),
            _ => slopes(panel, &mut numbers, far),
        }
        Ok(())
    })?;
    Ok(Plate { drawing, numbers })
}

fn curves(panel: &mut canvas::Panel, numbers: &mut Numbers, laws: &str, title: &str, far: f64, of: fn(f64) -> Distances) {
    let points: Vec<(f64, Distances)> =
        (-POINTS..=POINTS).map(|k| far * f64::from(k) / f64::from(POINTS)).map(|theta| (theta, of(theta))).collect();
    for (theta, [js, tv, w1]) in &points {
        numbers.row(&[&laws, theta, js, tv, w1, &""]);
    }
    panel.title(title).axes(Axis::linear(-far, far, "θ"), Axis::linear(0.0, 0.5 * far, "distance"));
    let names = [("Jensen–Shannon", BLUE), ("total variation", ORANGE), ("W₁", GREEN)];
    for (k, (label, color)) in names.into_iter().enumerate() {
        // A jump at θ = 0 is no steep slope: the line is broken there.
        let jumps = of(1e-9)[k] > 0.1;
        let at = |(theta, d): &(f64, Distances)| [*theta, if jumps && *theta == 0.0 { f64::NAN } else { d[k] }];
        panel.curve(points.iter().map(at), Stroke::solid(color), label);
    }
    panel.scatter([[0.0, 0.0]], Marker::equilibrium(), "equal laws");
}

/// d/dθ for the normals: JS by the exact derivative under its optimal discriminator, W₁ = |θ|.
fn slopes(panel: &mut canvas::Panel, numbers: &mut Numbers, far: f64) {
    let points: Vec<[f64; 2]> = (1..=POINTS)
        .map(|k| far * f64::from(k) / f64::from(POINTS))
        // The frozen loss has the slope of 2 JSD.
        .map(|theta| [theta, 0.5 * Frozen { at: theta }.slope()])
        .collect();
    for [theta, slope] in &points {
        numbers.row(&[&"normals", theta, &"", &"", theta, slope]);
    }
    panel
        .title("Slope in θ, normals")
        .axes(Axis::linear(0.0, far, "θ"), Axis::log(1e-6, 2.0, "d/dθ"))
        .curve(points, Stroke::solid(BLUE), "Jensen–Shannon")
        .curve([[0.0, 1.0], [far, 1.0]], Stroke::solid(GREEN), "W₁");
}
