//! `distance`: W₁ and W₂ between two samples, W₁ with its proof.

use super::terminal::Terminal;
use crate::{
    analysis::{
        law::Estimate,
        transport::{self, Distances, distances},
    },
    experiment::{Choice, Fault, Points},
    num::show::{brief, rough},
};
use serde::Serialize;
use std::{
    path::{Path, PathBuf},
    process::ExitCode,
};

/// The Wasserstein distances W₁ (earth mover's distance) and W₂ of two samples, and the dual value that proves W₁
///
/// Each file holds one point a line, coordinates with commas, semicolons, tabs or blanks between; counts may differ. A
/// first row without any number names the columns. Every point of a file weighs the same, unless --weight names a
/// column of weights; with --bins the numbers are themselves weights, of the points 0, 1, 2, … on the line.
#[derive(clap::Args)]
pub(super) struct Distance {
    /// Points, or - for standard input
    #[arg(value_hint = clap::ValueHint::FilePath)]
    a: PathBuf,
    /// Points [default: A again, with the second --where]
    #[arg(value_hint = clap::ValueHint::FilePath)]
    b: Option<PathBuf>,
    /// Take the rows in which a column holds this; a second one is for B, for example --where sample=real --where
    /// sample=generated of the samples.csv that `train` writes
    #[arg(long = "where", value_name = "COLUMN=VALUE")]
    rows: Vec<String>,
    /// The columns that are coordinates, by name, or by number from 1 where they have no names [default: all but those
    /// of --where and --weight]
    #[arg(long, value_name = "COLUMN,…", value_delimiter = ',')]
    columns: Vec<String>,
    /// The column of the weights of the points, ≥ 0 and of any sum
    #[arg(long, value_name = "COLUMN")]
    weight: Option<String>,
    /// The files hold weights of the points 0, 1, 2, … (a histogram), a line each, instead of points
    #[arg(long, conflicts_with_all = ["weight", "columns"])]
    bins: bool,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

/// The cost of every pair is kept in memory, 8 bytes each; not on the line.
const MOST_PAIRS: usize = 200_000_000;

/// What `--json` prints.
#[derive(Serialize)]
struct Report {
    /// Mean length of the ways of the cheapest plan; null where no double is near.
    w1: Option<f64>,
    /// Bound on the error of w1.
    w1_error: f64,
    /// What an admissible critic earns: a lower bound on every plan.
    dual: Option<f64>,
    /// Root of the mean squared length of the ways, of the plan for which that is least.
    w2: Option<f64>,
    /// Bound on the error of w2.
    w2_error: f64,
    /// Why a number is null.
    #[serde(skip_serializing_if = "Option::is_none")]
    why: Option<String>,
    dimension: usize,
    points: [usize; 2],
    /// `points`, or `bins`: whether the numbers of the files were points or weights.
    of: &'static str,
}

impl Distance {
    pub(super) fn run(&self, terminal: &Terminal) -> Result<ExitCode, Fault> {
        let [a, b] = self.samples()?;
        if a.dim != b.dim {
            let name = |path: &Path| path.display().to_string();
            let second = self.b.as_deref().unwrap_or(&self.a);
            return Err(Fault::new(format!(
                "{} has points of dimension {}, {} of dimension {}",
                name(&self.a),
                a.dim,
                name(second),
                b.dim
            )));
        }
        let [n, m] = [a.len(), b.len()];
        if a.dim > 1 && n.saturating_mul(m) > MOST_PAIRS {
            return Err(Fault::new(format!(
                "{n} × {m} points are too many for an exact plan, at most {MOST_PAIRS} pairs"
            ))
            .help("take a sample of both files"));
        }
        let report = self.report(&a, &b);
        if self.json {
            terminal.json(&report)?
        } else {
            terminal.say(&report.screen(a.weights.is_some()))?
        }
        Ok(ExitCode::SUCCESS)
    }

    fn samples(&self) -> Result<[Points; 2], Fault> {
        let rows = self.rows.iter().map(|text| condition(text)).collect::<Result<Vec<_>, Fault>>()?;
        if rows.len() > 2 {
            return Err(Fault::new("there are more than two --where").help("one for both samples, or one for each"));
        }
        if self.b.is_none() && rows.len() < 2 {
            return Err(Fault::new("there is only one sample")
                .help("name a second file, or take two samples of one with --where COLUMN=VALUE twice"));
        }
        let first = Points::text(&self.a)?;
        // Standard input can be read once.
        let second = match self.b.as_ref().filter(|b| **b != self.a) {
            Some(b) => &Points::text(b)?,
            None => &first,
        };
        let sample = |path: &Path, text: &str, rows: Option<&(&str, &str)>| {
            let columns = self.columns.iter().map(|c| c.trim()).collect();
            let choice = Choice { columns, rows: rows.copied(), weight: self.weight.as_deref() };
            let name = if path == Path::new("-") { "standard input".into() } else { path.display().to_string() };
            let points = Points::chosen(&name, text, &choice)?;
            if self.bins { points.as_bins().map_err(|f| f.within(&name)) } else { Ok(points) }
        };
        let second_path = self.b.as_deref().unwrap_or(&self.a);
        Ok([sample(&self.a, &first, rows.first())?, sample(second_path, second, rows.last())?])
    }

    fn report(&self, a: &Points, b: &Points) -> Report {
        let [x, y] = [a, b].map(|s| transport::Sample { values: &s.values, weights: s.weights.as_deref() });
        let Distances { w1, dual, w2, exponent } = distances(x, y, a.dim);
        let mut why = None;
        let mut unscaled = |name: &str, x: f64| {
            let value = libm::ldexp(x, exponent);
            if value.is_finite() && (value == 0.0) == (x == 0.0) {
                return Some(value);
            }
            why.get_or_insert_with(|| {
                let beyond = if value == 0.0 { "below the smallest double" } else { "beyond the largest double" };
                format!("{name} = {} is {beyond}", power_of_two(x, exponent))
            });
            None
        };
        let error = |e: Estimate| libm::ldexp(e.error, exponent).min(f64::MAX);
        let (value1, value2, dual) = (unscaled("W₁", w1.value), unscaled("W₂", w2.value), unscaled("the dual", dual));
        Report {
            w1: value1,
            w1_error: error(w1),
            dual,
            w2: value2,
            w2_error: error(w2),
            why,
            dimension: a.dim,
            points: [a.len(), b.len()],
            of: if self.bins { "bins" } else { "points" },
        }
    }
}

impl Report {
    fn screen(&self, weighted: bool) -> String {
        let show = |x: Option<f64>| x.map_or("–".into(), brief);
        // An error that the digits do not show is not worth a word.
        let error = |x: Option<f64>, e: f64| match x {
            Some(x) if e > 1e-9 * x.abs() => format!("  (± {})", rough(e, 1)),
            _ => String::new(),
        };
        let mut text = format!(
            "W₁    {}{}  earth mover's distance\ndual  {}  (no plan can be cheaper)\nW₂    {}{}\n\n",
            show(self.w1),
            error(self.w1, self.w1_error),
            show(self.dual),
            show(self.w2),
            error(self.w2, self.w2_error),
        );
        text += &self.why.as_ref().map_or(String::new(), |why| format!("{why}\n"));
        let [n, m] = self.points;
        text + &match (self.of, self.dimension) {
            ("bins", _) => format!("of {n} and {m} weights of the points 0, 1, 2, …\n"),
            (_, 1) if !weighted => format!(
                "{n} and {m} points on the line, the numbers of the files (--bins: they are weights of 0, 1, 2, …)\n"
            ),
            (_, dim) => format!("{n} and {m} points of dimension {dim}\n"),
        }
    }
}

/// x·2^exponent as a decimal, also where it is no double.
fn power_of_two(x: f64, exponent: i32) -> String {
    let (mantissa, own) = libm::frexp(x);
    let log = mantissa.log10() + f64::from(own + exponent) * std::f64::consts::LOG10_2;
    format!("{}e{}", rough(10f64.powf(log - log.floor()), 4), log.floor())
}

/// `COLUMN=VALUE`.
fn condition(text: &str) -> Result<(&str, &str), Fault> {
    let parts = text.split_once('=').map(|(column, value)| (column.trim(), value.trim()));
    parts.filter(|(column, _)| !column.is_empty()).ok_or_else(|| {
        Fault::new(format!("--where {text:?} is no condition")).help("write COLUMN=VALUE, for example sample=generated")
    })
}
