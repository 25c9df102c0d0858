use super::{
    Numbers, Panel, Plate, Scope,
    canvas::{self, Axis, BLUE, Fill, GREY, Marker, RED, Stroke},
    layout::{Layout, variants},
};
use crate::{
    analysis::conjugate,
    experiment::{Experiment, Fault},
    game::AnyGame,
    loss::{AnyLoss, divergence::Divergence},
    registry::Provenance,
};

pub(super) const TITLE: &str = "A conjugate is the upper envelope of lines: f*(t) is the highest of ut − f(u) over u ≥ 0";
pub(super) const PANELS: &[Panel] = &[
    Panel { key: "kl", paper: "", provenance: Provenance::Derived },
    Panel { key: "reverse_kl", paper: "", provenance: Provenance::Derived },
    Panel { key: "pearson", paper: "", provenance: Provenance::Derived },
    Panel { key: "squared_hellinger", paper: "", provenance: Provenance::Derived },
    Panel { key: "gan", paper: "", provenance: Provenance::Derived },
    Panel { key: "total_variation", paper: "", provenance: Provenance::Derived },
];

/// The window in t and in height.
const T: [f64; 2] = [-3.5, 1.5];
const HEIGHT: [f64; 2] = [-2.0, 3.0];
/// Slopes of the lines drawn.
const SLOPES: [f64; 12] = [0.0, 0.15, 0.3, 0.5, 0.75, 1.0, 1.4, 1.9, 2.6, 3.6, 5.0, 8.0];

pub(super) fn draw(e: &Experiment, scope: Scope) -> Result<Plate, Fault> {
    let methods = variants::<6>(e)?;
    let mut numbers = Numbers::new(&["divergence", "t", "conjugate", "supremum", "at", "envelope"]);
    let note = "Dots: the supremum found from f alone. At the end of the domain it is a limit and no maximum, but for \
                total variation.";
    let layout = Layout { title: TITLE, note, columns: 3, panels: PANELS };
    let drawing = layout.draw(scope, |k, panel| {
        let (name, method) = &methods[k];
        let d = divergence(method)?;
        fill(panel, &mut numbers, &d);
        panel.title(name).subtitle(&format!("f = {}", d.family.row().f));
        Ok(())
    })?;
    Ok(Plate { drawing, numbers })
}

/// The divergence of the experiment's loss.
fn divergence(e: &Experiment) -> Result<Divergence, Fault> {
    match e.game() {
        AnyGame::Dirac(game) => match &game.loss {
            AnyLoss::FGan(loss) => Ok(loss.divergence()),
            other => Err(Fault::new(format!("the figure draws divergences, but the loss is `{}`", other.name()))
                .help("take loss.f_gan.divergence = \"…\"")),
        },
        other => Err(Fault::new(format!("the figure draws divergences of the game `dirac`, not of `{}`", other.name()))),
    }
}

fn fill(panel: &mut canvas::Panel, numbers: &mut Numbers, d: &Divergence) {
    let name = d.family.name();
    let ts = |count: i32| (0..=count).map(move |k| T[0] + (T[1] - T[0]) * f64::from(k) / f64::from(count));
    let line = |u: f64| T.map(|t| [t, u * t - if u == 0.0 { d.f_at_zero() } else { d.f(u) }]).to_vec();
    let lines = SLOPES.iter().map(|u| line(*u)).filter(|line| line[0][1].is_finite()).collect();
    panel
        .axes(Axis::linear(T[0], T[1], "t"), Axis::linear(HEIGHT[0], HEIGHT[1], "f*(t)"))
        .curves(lines, Stroke::solid(GREY).width(0.5), "lines ut − f(u)");
    let domain = d.domain();
    if domain.end.is_finite() {
        panel.band_x(domain.end, f64::INFINITY, Fill::hatch(GREY), "f* = ∞");
    }
    let closed = ts(500).map(|t| [t, if domain.contains(t) { d.conjugate(t) } else { f64::NAN }]);
    panel.curve(closed, Stroke::solid(BLUE).width(1.6), "f*, closed form");
    let found: Vec<(f64, conjugate::Supremum)> = ts(20).map(|t| (t, conjugate::conjugate(d, t))).collect();
    for (t, sup) in &found {
        // ∞ and "nowhere" leave the cell empty.
        let cell = |x: Option<f64>| x.filter(|x| x.is_finite()).map_or(String::new(), |x| x.to_string());
        let (closed, value) = (cell(Some(d.conjugate_or_infinity(*t))), cell(Some(sup.value)));
        numbers.row(&[&name, t, &closed, &value, &cell(sup.at), &conjugate::envelope(d, &SLOPES, *t)]);
    }
    panel.scatter(found.iter().map(|(t, sup)| [*t, sup.value]), Marker::dot(RED), "supremum over u");
}
