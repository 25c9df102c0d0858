use super::{
    Numbers, Panel, Plate, Provenance, Scope,
    canvas::{self, Axis, BLACK, BLUE, GREEN, Marker, ORANGE, Point, SKY, Shape, Stroke, VERMILLION},
    layout::Layout,
    plane,
};
use crate::{
    analysis::any,
    experiment::{Experiment, Fault},
};

pub(super) const TITLE: &str = "Why it turns: the slope of D pushes the generator over the data, and back";
pub(super) const PANELS: &[Panel] = &[
    Panel { key: "towards", paper: "figure_1a", provenance: Provenance::Remembered },
    Panel { key: "past", paper: "figure_1b", provenance: Provenance::Remembered },
    Panel { key: "orbit", paper: "", provenance: Provenance::Derived },
    Panel { key: "back", paper: "", provenance: Provenance::Derived },
    Panel { key: "past_again", paper: "", provenance: Provenance::Derived },
    Panel { key: "time", paper: "", provenance: Provenance::Derived },
];
/// Sampling of the flow.
const DT: f64 = 0.05;
/// Moves are drawn for so much time.
const AHEAD: f64 = 1.4;

pub(super) fn draw(e: &Experiment, scope: Scope) -> Result<Plate, Fault> {
    plane::planar(e)?;
    let end = DT * e.steps as f64;
    let curve = any::integral_curve(&e.field, &e.start, end, DT).map_err(|error| Fault::new(error.to_string()))?;
    let curve: Vec<(f64, Point)> = curve.into_iter().map(|(t, x)| (t, [x[0], x[1]])).collect();
    let moments = moments(&curve);
    let [a, b, c, d] = moments[..] else {
        return Err(Fault::new(format!("within time {end} the flow does not pass four quarters")).help("raise run.steps"));
    };
    let moments = [a, b, c, d];
    let note = "Data δ_{0}, generator δ_{θ}, discriminator D_{ψ}($x$) = ψ$x$, high on what it takes for fake: G moves down its slope, \
                and D tips so that it rises towards the generator. Flow of $v$, no step size.";
    let layout = Layout { title: TITLE, note, columns: 3, panels: PANELS };
    let drawing = layout.draw(scope, |k, panel| {
        match PANELS[k].key {
            "orbit" => orbit(panel, &curve, &moments),
            "time" => time(panel, &curve, &moments),
            key => {
                let number = ["towards", "past", "back", "past_again"].iter().position(|&name| name == key);
                snapshot(panel, e, number.unwrap_or(0), moments[number.unwrap_or(0)].1);
            }
        }
        Ok(())
    })?;
    let mut numbers = Numbers::new(&["moment", "t", "theta", "psi", "v_theta", "v_psi"]);
    for (t, p) in &curve {
        let moment = moments.iter().position(|(at, _)| at == t).map_or(String::new(), |k| (k + 1).to_string());
        let v = plane::velocity(e, *p);
        numbers.row(&[&moment, t, &p[0], &p[1], &v[0], &v[1]]);
    }
    Ok(Plate { drawing, numbers })
}

/// The start and the next three samples after |θ| = |ψ| is passed.
fn moments(curve: &[(f64, Point)]) -> Vec<(f64, Point)> {
    let ahead = |p: Point| p[0].abs() >= p[1].abs();
    let passed = curve.windows(2).skip(1).filter(|w| ahead(w[0].1) != ahead(w[1].1)).map(|w| w[1]);
    curve.first().copied().into_iter().chain(passed).take(4).collect()
}

/// D over x at one moment, with the moves of both players.
fn snapshot(panel: &mut canvas::Panel, e: &Experiment, number: usize, [theta, psi]: Point) {
    const REACH: f64 = 2.0;
    let [v, w] = plane::velocity(e, [theta, psi]);
    let (there, tilted) = (theta + AHEAD * v, psi + AHEAD * w);
    let story = match (theta * v < 0.0, number) {
        (true, 0) => "pushed to the data",
        (true, _) => "D has tipped: pushed back",
        (false, 1) => "pushed on, past the data",
        (false, _) => "past the data again",
    };
    panel.title(&format!("{}: {story}", number + 1)).subtitle(&format!("θ = {}, ψ = {}", signed(theta), signed(psi)));
    panel.axes(Axis::linear(-REACH, REACH, "$x$"), Axis::linear(-2.9, 2.9, "D_{ψ}($x$)")).aspect(1.0).zero_lines();
    let line = |slope: f64| [[-REACH, -REACH * slope], [REACH, REACH * slope]];
    panel.curve(line(psi), Stroke::solid(BLUE).width(1.5), "D_{ψ}");
    panel.nullcline(vec![line(tilted).to_vec()], Stroke::dashed(SKY), "D_{ψ} a little later");
    let edge = 1.75 * if theta < 0.0 { -1.0 } else { 1.0 };
    panel.arrow([edge, edge * psi], [edge, edge * tilted], Stroke::solid(SKY).width(1.6), "next move of D");
    panel.arrow([theta, theta * psi], [there, there * psi], Stroke::solid(VERMILLION).width(1.8), "next move of G");
    panel.scatter([[0.0, 0.0]], Marker::new(Shape::Square, BLACK).radius(3.2), "data");
    panel.scatter([[theta, theta * psi]], Marker::dot(VERMILLION).radius(3.6), "generator");
}

/// The orbit with the four moments.
fn orbit(panel: &mut canvas::Panel, curve: &[(f64, Point)], moments: &[(f64, Point)]) {
    panel.title("the orbit").subtitle("the norm is conserved: it turns for ever");
    panel.axes(Axis::linear(-2.0, 2.0, "θ"), Axis::linear(-2.0, 2.0, "ψ")).equal().zero_lines();
    panel.curve(curve.iter().map(|(_, p)| *p), Stroke::solid(GREEN), "integral curve of $v$");
    panel.equilibrium([0.0, 0.0]);
    panel.scatter(moments.iter().map(|m| m.1), Marker::dot(VERMILLION).radius(3.2), "");
    for (k, (_, p)) in moments.iter().enumerate() {
        panel.annotate(*p, &(k + 1).to_string(), p.map(|x| 6.0 * x.signum()));
    }
}

/// θ and ψ over time.
fn time(panel: &mut canvas::Panel, curve: &[(f64, Point)], moments: &[(f64, Point)]) {
    panel.title("the same over time").subtitle("ψ follows θ, a quarter turn behind");
    let end = curve.last().map_or(1.0, |last| last.0);
    panel.axes(Axis::linear(0.0, end, "time $t$"), Axis::linear(-2.0, 2.0, "θ, ψ")).aspect(1.0).zero_lines();
    panel.curve(curve.iter().map(|(t, p)| [*t, p[0]]), Stroke::solid(VERMILLION), "θ");
    panel.curve(curve.iter().map(|(t, p)| [*t, p[1]]), Stroke::dashed(BLUE).width(1.2), "ψ");
    for (k, (t, _)) in moments.iter().enumerate() {
        panel.vline(*t, Stroke::dotted(ORANGE), if k == 0 { "moments 1 to 4" } else { "" });
    }
}

fn signed(x: f64) -> String {
    format!("{x:.2}").replace('-', "−")
}
