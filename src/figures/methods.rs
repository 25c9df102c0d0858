use super::{
    Numbers, Panel, Plate, Scope,
    canvas::{Align, Cell, Style, Table, Tone},
    layout::scientific,
    portrait,
};
use crate::{
    analysis::{self, Kind, any},
    experiment::{Experiment, Fault},
};
use nalgebra::Complex;
use rayon::prelude::*;

pub(super) const TITLE: &str = "Nine methods, three schedules: what the spectrum predicts and what a run shows";
pub(super) const PANELS: &[Panel] = &[];

/// One method under one schedule.
#[derive(Clone, Debug)]
pub struct MethodRow {
    /// Loss and regulariser.
    pub method: String,
    /// Who moves when.
    pub schedule: String,
    /// The point of linearisation.
    pub equilibrium: Vec<f64>,
    /// σ(v'), `None` at a kink.
    pub field: Option<Vec<Complex<f64>>>,
    /// ρ(F'), `None` at a kink.
    pub radius: Option<f64>,
    /// Rate of a run started 1e-4 from the equilibrium, `None` at a kink.
    pub measured: Option<f64>,
    /// What linearisation says.
    pub kind: Kind,
    /// Distance from the equilibrium after the experiment's own run.
    pub distance: f64,
    /// What that run does, in the markup of the drawing kit.
    pub run: String,
}

impl MethodRow {
    /// The verdict in one word.
    pub fn verdict(&self) -> &'static str {
        match self.kind {
            Kind::Converges => "converges",
            Kind::Neutral => "neutral",
            Kind::Diverges => "diverges",
            Kind::NotDifferentiable => "kink",
            Kind::NotAutonomous => "changing",
            Kind::NotAnEquilibrium => "no equilibrium",
        }
    }

    /// What the run does, without the markup of the drawing.
    pub fn words(&self) -> String {
        self.run.replace(['$', '{', '}'], "")
    }

    /// σ(v') for a reader: `−0.150 ± 0.477i`.
    pub fn eigenvalues(&self) -> String {
        let Some(all) = &self.field else { return "–".to_owned() };
        let show = |x: f64| format!("{x:.3}").replace('-', "−").replace("−0.000", "0");
        match all[..] {
            [a, b] if a.im.abs() > 1e-6 && (a - b.conj()).norm() < 1e-9 => {
                let real = if a.re.abs() < 1e-12 { String::new() } else { format!("{} ", show(a.re)) };
                format!("{real}±{}{}i", if real.is_empty() { "" } else { " " }, show(a.im.abs()))
            }
            _ => all.iter().map(|l| show(l.re)).collect::<Vec<_>>().join(", "),
        }
    }
}

/// The rows of the table, in the order of the experiment's variants.
pub fn rows(e: &Experiment) -> Vec<MethodRow> {
    e.variants().par_iter().map(|(name, variant)| row(name, variant)).collect()
}

fn row(name: &str, e: &Experiment) -> MethodRow {
    let lin = any::linearise(&e.field, &e.rule, &e.at);
    let steps = any::simulate(&e.field, &e.rule, &e.start, e.steps);
    let outcome = any::classify(&e.field, &e.rule, &lin, &steps);
    let (method, schedule) = name.rsplit_once(", ").unwrap_or((name, ""));
    let near: Vec<f64> = e.at.iter().enumerate().map(|(i, a)| a + 1e-4 * if i == 0 { 0.8 } else { 0.6 }).collect();
    let measured = lin.verdict.rate.and_then(|rho| {
        // Not below 10⁻⁷ of the start: further down it is the rounding of v that is measured.
        let enough = if rho < 1.0 { (-7.0 * std::f64::consts::LN_10 / rho.ln()).ceil() as u64 } else { e.steps };
        let run = any::simulate(&e.field, &e.rule, &near, e.steps.min(enough));
        analysis::measure(&run, &e.at).rate
    });
    MethodRow {
        method: method.to_owned(),
        schedule: schedule.to_owned(),
        equilibrium: e.at.clone(),
        field: lin.field.as_ref().map(|s| s.eigenvalues.clone()),
        radius: lin.verdict.rate,
        measured,
        kind: lin.verdict.kind,
        distance: steps.distances(&e.at).last().copied().unwrap_or(f64::NAN),
        run: portrait::fate(&lin, &outcome, &steps),
    }
}

pub(super) fn draw(e: &Experiment, scope: Scope) -> Result<Plate, Fault> {
    if let Some(key) = scope.panel {
        return Err(Fault::new(format!("the table of methods has no panel {key:?}")));
    }
    let heads =
        ["method", "schedule", "$x$*", "λ($v$′)", "ρ($F$′)", "rate near $x$*", "verdict", "‖$x$_{500}‖", "run from (1, 1)"];
    let heads = heads.map(|head| head.replace("500", &e.steps.to_string()));
    let heads: Vec<&str> = heads.iter().map(String::as_str).collect();
    let (left, right, center) = (Align::Left, Align::Right, Align::Center);
    let mut table = Table::new(&heads, scope.style.unwrap_or(Style::page()))
        .title(TITLE)
        .align(&[left, left, center, left, right, right, center, right, left])
        .note(
            "λ($v$′): eigenvalues of the field at the equilibrium $x$*; ρ($F$′): spectral radius of one round; rate near $x$*: \
             measured on a run from 10^{−4} away. Verdicts are local; the last two columns tell what the run from \
             (1, 1) does.",
        );
    let rows = rows(e);
    let mut last = "";
    for row in &rows {
        table.row(cells(row, row.method != last));
        last = &row.method;
    }
    Ok(Plate { drawing: table.draw(), numbers: numbers(&rows) })
}

fn cells(row: &MethodRow, named: bool) -> Vec<Cell> {
    let tone = match row.kind {
        Kind::Converges => Tone::Good,
        Kind::Neutral => Tone::Neutral,
        Kind::Diverges => Tone::Bad,
        Kind::NotDifferentiable | Kind::NotAutonomous | Kind::NotAnEquilibrium => Tone::Unknown,
    };
    let rate = |x: Option<f64>| x.map_or("–".to_owned(), |x| format!("{x:.6}"));
    let place = row.equilibrium.iter().map(f64::to_string).collect::<Vec<_>>().join(", ");
    vec![
        if named { row.method.as_str() } else { "" }.into(),
        row.schedule.as_str().into(),
        format!("({place})").into(),
        row.eigenvalues().into(),
        rate(row.radius).into(),
        rate(row.measured).into(),
        Cell::verdict(row.verdict(), tone),
        if row.distance >= 0.01 { format!("{:.2}", row.distance) } else { scientific(row.distance) }.into(),
        row.run.as_str().into(),
    ]
}

fn numbers(rows: &[MethodRow]) -> Numbers {
    let columns =
        ["method", "schedule", "branch", "re", "im", "radius", "measured", "verdict", "distance", "run"];
    let mut numbers = Numbers::new(&columns);
    let option = |x: Option<f64>| x.map_or(String::new(), |x| x.to_string());
    for row in rows {
        let (radius, measured) = (option(row.radius), option(row.measured));
        let run = row.words();
        let mut write = |branch: &str, re: String, im: String| {
            let verdict = row.verdict();
            numbers.row(&[
                &row.method, &row.schedule, &branch, &re, &im, &radius, &measured, &verdict, &row.distance, &run,
            ]);
        };
        match &row.field {
            None => write("", String::new(), String::new()),
            Some(all) => {
                for (k, l) in all.iter().enumerate() {
                    write(&k.to_string(), l.re.to_string(), l.im.to_string());
                }
            }
        }
    }
    numbers
}
