use super::{
    Numbers, Panel, Plate, Scope,
    canvas::{self, Axis, BLUE, GREY, Marker, Style},
    looks,
};
use crate::{
    analysis::transport,
    baseline::{AnyBaseline, Baseline, Task},
    data::Shape,
    experiment::{Experiment, Fault},
    game::{Mlp, mlp::Source},
    loss::AnyLoss,
    measure::{Calibration, Diagnosis, Modes, Solution, distance},
    num::random::Stream,
};
use rayon::prelude::*;

pub(super) const TITLE: &str = "Generators on one ring: GANs, and what else learns to generate, by the same measures";
pub(super) const PANELS: &[Panel] = &[];

/// Points in a sample that is measured, and of them those that are drawn.
const POINTS: usize = 2048;
const DRAWN: usize = 400;
/// Half the width of a panel.
const REACH: f64 = 1.7;
const COLUMNS: usize = 5;
/// Width of the cells for JSD.
const CELL: f64 = 0.1;

type Cloud = Vec<[f64; 2]>;

/// One system.
#[derive(Clone, Debug)]
pub struct GeneratorRow {
    /// As the experiment calls it.
    pub name: String,
    /// What it generates.
    pub sample: Cloud,
    /// W₁ to a fresh sample of the data; none for a run that diverged.
    pub w1: Option<f64>,
    /// Modes with at least 1 % of the samples.
    pub covered: usize,
    /// Modes of the data.
    pub modes: usize,
    /// Share of samples within 3σ of a mode.
    pub good: f64,
    /// What is known of this system only.
    pub facts: Vec<(String, f64)>,
    /// Generates on the line: W₁ is that of the first coordinates.
    pub on_line: bool,
}

/// The data themselves, the variants as GANs, then the baselines, in the order of the experiment.
///
/// # Errors
/// If the game is not one of networks on a mixture.
pub fn rows(e: &Experiment) -> Result<Vec<GeneratorRow>, Fault> {
    let wrong = || Fault::new("generators are compared on the data of a game `mlp`, a mixture of Gaussians");
    let source = e.network()?.source.as_ref().ok_or_else(wrong)?;
    let fresh = |k| looks::fresh(&source.shape, e.seed, k, POINTS);
    let judge = Measure { modes: Modes::of(&source.shape).ok_or_else(wrong)?, real: fresh(0) };
    let data = judge.row("the data", fresh(1), vec![], false);
    let gans: Vec<GeneratorRow> = e
        .variants()
        .par_iter()
        .map(|(name, variant)| gan(name, variant, &judge))
        .collect::<Result<_, _>>()?;
    let stream = Stream::new(e.seed).child(2);
    let task = Task { shape: source.shape.clone(), stream, points: POINTS };
    let others = e.baselines().par_iter().map(|other| {
        let outcome = other.learn.learn(&task);
        let facts = outcome.facts.into_iter().map(|(what, x)| (what.to_owned(), x)).collect();
        judge.row(&other.name, outcome.sample, facts, matches!(other.learn, AnyBaseline::Monotone(_)))
    });
    let others: Vec<GeneratorRow> = others.collect();
    Ok([vec![data], gans, others].concat())
}

struct Measure {
    modes: Modes,
    real: Cloud,
}

impl Measure {
    fn row(&self, name: &str, sample: Cloud, facts: Vec<(String, f64)>, on_line: bool) -> GeneratorRow {
        let coverage = self.modes.coverage(&sample);
        let first = |cloud: &Cloud| cloud.iter().map(|p| p[0]).collect::<Vec<_>>();
        let w1 = match on_line {
            true => Some(transport::line(&first(&self.real), &first(&sample)).0),
            false => distance(&self.real, &sample).map(|d| d.w1),
        };
        let (covered, modes, good) = (coverage.covered, self.modes.centres.len(), coverage.good);
        GeneratorRow { name: name.into(), sample, w1, covered, modes, good, facts, on_line }
    }
}

/// A variant, trained in single precision: the generator as it stands at the end, and its average as a fact.
fn gan(name: &str, e: &Experiment, measure: &Measure) -> Result<GeneratorRow, Fault> {
    let mut run = looks::watch(e, &[e.steps], POINTS, &|| ())?;
    let Some(end) = run.looks.pop() else {
        let facts = run.diverged.map(|diverged| ("diverged at".into(), diverged.0 as f64));
        return Ok(measure.row(name, vec![], facts.into_iter().collect(), false));
    };
    let game = e.network()?;
    let mut facts = of_discriminator(game, end.psi(game), &measure.real, &end.seen.generated);
    let end = end.seen;
    let average = end.averaged.and_then(|cloud| distance(&measure.real, &cloud));
    facts.extend(average.map(|d| ("W₁ of the averaged generator", d.w1)));
    let facts = facts.into_iter().map(|(what, x)| (what.to_owned(), x)).collect();
    Ok(measure.row(name, end.generated, facts, false))
}

/// Energy, flat or neither; and, where its loss is the logistic one, what D has found of JSD.
fn of_discriminator(game: &Mlp, psi: &[f64], real: &Cloud, fake: &Cloud) -> Vec<(&'static str, f64)> {
    let diagnosis = Diagnosis::of(&game.discriminator, psi, real, Diagnosis::REACH);
    let mut facts = vec![
        ("√E‖∇D‖² on the data", diagnosis.slope),
        ("rise of D 0.25 away from the data", diagnosis.rise),
        ("an energy well (1) or not (0)", f64::from(diagnosis.solution() == Solution::Energy)),
    ];
    if matches!(game.loss, AnyLoss::Minimax(_) | AnyLoss::NonSaturating(_)) {
        let logits = |points: &Cloud| {
            let batch = (0..2).flat_map(|k| points.iter().map(move |p| p[k])).collect();
            game.discriminator.forward(psi, batch, points.len()).pop().unwrap_or_default()
        };
        let found = Calibration::of((real, &logits(real)), (fake, &logits(fake)), CELL);
        facts.extend([("JSD found by D", found.found), ("JSD in cells", found.cells), ("of that chance", found.chance)]);
    }
    facts
}

pub(super) fn draw(e: &Experiment, scope: Scope) -> Result<Plate, Fault> {
    if let Some(key) = scope.panel {
        return Err(Fault::new(format!("the comparison of generators has no panel {key:?}")));
    }
    let rows = rows(e)?;
    let style = scope.style.unwrap_or(Style::page());
    let note = "Blue: 400 of 2048 generated points; grey: the modes. Beneath the names: W₁ to a fresh \
                sample of 2048, exact; modes with at least 1 % of the points within 3σ; share of points within 3σ of a mode.";
    let mut figure = canvas::Figure::grid(rows.len().div_ceil(COLUMNS), COLUMNS, style).title(TITLE).note(note);
    for (k, row) in rows.iter().enumerate() {
        panel(figure.panel(k / COLUMNS, k % COLUMNS), row, &Modes::of(&shape(e)?).map_or(vec![], |m| m.centres));
    }
    Ok(Plate { drawing: figure.draw(), numbers: numbers(&rows) })
}

fn shape(e: &Experiment) -> Result<Shape, Fault> {
    let source: Option<&Source> = e.network()?.source.as_ref();
    source.map(|s| s.shape.clone()).ok_or_else(|| Fault::new("the game draws no data"))
}

fn panel(panel: &mut canvas::Panel, row: &GeneratorRow, centres: &[[f64; 2]]) {
    let axis = || Axis::linear(-REACH, REACH, "").ticks(&[(-1.0, "−1"), (0.0, "0"), (1.0, "1")]);
    let said = match (row.w1, row.on_line) {
        (None, _) => "diverged".to_owned(),
        (Some(w1), true) => format!("W₁ {w1:.3}, on the line"),
        (Some(w1), false) => format!("W₁ {w1:.3}, {}/{}, {:.0} %", row.covered, row.modes, 100.0 * row.good),
    };
    let inside = row.sample.iter().take(DRAWN).filter(|p| p.iter().all(|x| x.abs() < REACH)).copied();
    panel
        .title(&row.name)
        .subtitle(&said)
        .axes(axis(), axis())
        .equal()
        .scatter(centres.iter().copied(), Marker::ring(GREY).radius(2.6), "")
        .scatter(inside, Marker::dot(BLUE).radius(0.7), "");
}

/// A row a system; what is known of it only as a column `fact`, `value`, in as many rows as there are facts.
fn numbers(rows: &[GeneratorRow]) -> Numbers {
    let mut numbers = Numbers::new(&["generator", "w1", "modes_covered", "modes", "good", "fact", "value"]);
    for row in rows {
        let w1 = row.w1.map_or(String::new(), |x| x.to_string());
        let mut write = |fact: &str, value: String| {
            numbers.row(&[&row.name, &w1, &row.covered, &row.modes, &row.good, &fact, &value]);
        };
        if row.facts.is_empty() {
            write("", String::new());
        }
        row.facts.iter().for_each(|(fact, value)| write(fact, value.to_string()));
    }
    numbers
}
