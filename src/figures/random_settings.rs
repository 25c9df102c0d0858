use super::{
    Numbers, Panel, Plate, Provenance, Scope,
    canvas::{self, Axis, BLUE, GREY, Marker, Point, RED, Shape, Stroke, VERMILLION},
    layout::Layout,
};
use crate::{
    analysis::Kind,
    experiment::{
        Experiment, Fault,
        random::{self, Setting},
    },
};
use rayon::prelude::*;

pub(super) const TITLE: &str = "A thousand settings nobody chose: where the spectrum decides, the run does what it says";
pub(super) const PANELS: &[Panel] = &[
    Panel { key: "rates", paper: "", provenance: Provenance::Derived },
    Panel { key: "errors", paper: "", provenance: Provenance::Derived },
];

/// Settings drawn.
const MANY: u64 = 1000;
/// Errors below this are drawn at it.
const LEAST: f64 = 1e-17;

pub(super) fn draw(e: &Experiment, scope: Scope) -> Result<Plate, Fault> {
    let all: Vec<Setting> = (0..MANY).into_par_iter().map(|k| random::setting(e.seed, k)).collect();
    let decided = all.iter().filter(|s| s.decided()).count();
    let shown: Vec<&Setting> = all.iter().filter(|s| s.decided() && s.measurable()).collect();
    let worst = shown.iter().map(|s| s.error()).fold(0.0, f64::max);
    let note = format!(
        "Drawn over losses, penalties, noise, fields and rules, seed {}. {decided} of {MANY} converge or diverge; runs kept \
         10^{{−6}} away show the rate of {}. Largest error {:.2} %.",
        e.seed,
        shown.len(),
        100.0 * worst
    );
    let rate = |s: &&Setting| s.linearisation.verdict.rate;
    let ends = shown.iter().filter_map(rate).fold((1.0f64, 1.0f64), |(lo, hi), r| (lo.min(r), hi.max(r)));
    let range = [10f64.powf(ends.0.log10().floor()), 10f64.powf(ends.1.log10().ceil())];
    let layout = Layout { title: TITLE, note: &note, columns: 2, panels: PANELS };
    let drawing = layout.draw(scope, |k, panel| {
        if k == 0 { rates(panel, &shown, range) } else { errors(panel, &shown, range) }
        Ok(())
    })?;
    let mut numbers = Numbers::new(&["setting", "verdict", "predicted", "measured", "error", "shown"]);
    for (k, s) in all.iter().enumerate() {
        let cell = |x: Option<f64>| x.filter(|x| x.is_finite()).map_or(String::new(), |x| x.to_string());
        let lin = &s.linearisation.verdict;
        let counts = s.decided() && s.measurable();
        let error = if counts { cell(Some(s.error())) } else { String::new() };
        numbers.row(&[&k, &lin.kind.word(), &cell(lin.rate), &cell(s.measured.rate), &error, &counts]);
    }
    Ok(Plate { drawing, numbers })
}

/// Both kinds with their look.
const KINDS: [(Kind, Marker, &str); 2] = [
    (Kind::Converges, Marker::dot(BLUE).radius(1.3), "converges"),
    (Kind::Diverges, Marker::new(Shape::Triangle, VERMILLION).radius(1.5), "diverges"),
];

fn sow(panel: &mut canvas::Panel, shown: &[&Setting], point: impl Fn(&Setting, f64, f64) -> Point) {
    for (kind, marker, label) in KINDS {
        let alike = shown.iter().filter(|s| s.linearisation.verdict.kind == kind);
        let points = alike.filter_map(|s| Some(point(s, s.linearisation.verdict.rate?, s.measured.rate?)));
        panel.scatter(points.collect::<Vec<_>>(), marker, label);
    }
}

fn rates(panel: &mut canvas::Panel, shown: &[&Setting], [lo, hi]: [f64; 2]) {
    panel.title("rate per step").subtitle("on the diagonal they agree");
    panel.axes(Axis::log(lo, hi, "predicted: spectral radius ρ($F$′)"), Axis::log(lo, hi, "measured on a run"));
    panel.aspect(1.0).curve([[lo, lo], [hi, hi]], Stroke::solid(GREY).width(0.5), "");
    panel.hline(1.0, Stroke::guide().width(0.4), "").vline(1.0, Stroke::guide().width(0.4), "");
    sow(panel, shown, |_, predicted, measured| [predicted, measured]);
}

fn errors(panel: &mut canvas::Panel, shown: &[&Setting], [lo, hi]: [f64; 2]) {
    panel.title("relative error of the rate").subtitle("|ln measured / ln predicted − 1|, 0 at the bottom");
    panel.axes(Axis::log(lo, hi, "predicted: spectral radius ρ($F$′)"), Axis::log(LEAST, 0.1, "error")).aspect(1.0);
    panel.hline(0.01, Stroke::dashed(RED), "1 %");
    sow(panel, shown, |s, predicted, _| [predicted, s.error().max(LEAST)]);
}
