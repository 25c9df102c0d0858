//! `run`: everything a file asks for, into a directory.

use super::{Source, heading, simulate::columns, terminal::Terminal};
use crate::experiment::{
    self, Cell, Experiment, Fault,
    store::{self, Finished, MANIFEST},
};
use crate::{game::Game, rule::Rule};
use rayon::prelude::*;
use serde_json::json;
use std::{fmt::Write, path::PathBuf, process::ExitCode};

/// Run all variants and sweeps of an experiment into a directory of CSV files
///
/// [sweep] names a path and what stands there, run by run: a list is its values, numbers, texts or tables; { from = 0.1,
/// to = 10, count = 5, spacing = "log" } is a range, with equal differences unless it says so; "path, path" = [[1, 2],
/// [3, 4]] takes paths together. Every combination is run, of every variant.
///
/// manifest.json says what was run, summary.csv holds a line a run (spectra, verdict, rates), trajectories.csv the
/// runs themselves where they are few. The directory appears when everything is done.
#[derive(clap::Args)]
pub(super) struct Run {
    #[command(flatten)]
    source: Source,
    /// The directory to make; a finished run of the same kind is replaced [default: runs/EXPERIMENT]
    #[arg(long, value_name = "DIR", value_hint = clap::ValueHint::DirPath)]
    out: Option<PathBuf>,
}

const SUMMARY: &str = "summary.csv";
const TRAJECTORIES: &str = "trajectories.csv";
/// More rows than this are not written out.
const MOST_ROWS: u64 = 250_000;

/// One finished cell.
struct Row {
    summary: String,
    trajectory: String,
}

impl Run {
    pub(super) fn run(&self, terminal: &Terminal) -> Result<ExitCode, Fault> {
        let experiment = self.source.whole()?;
        let cells = experiment.cells()?;
        cells.iter().try_for_each(|cell| cell.experiment.holds())?;
        let out = self.out.clone().unwrap_or_else(|| PathBuf::from("runs").join(stem(&experiment)));
        let finished = Finished::at(&out, &[MANIFEST, SUMMARY, TRAJECTORIES])?;
        let rows: u64 = cells.iter().map(|c| c.experiment.steps.saturating_add(1)).fold(0, u64::saturating_add);
        let few = rows <= MOST_ROWS;
        let alike = cells.iter().all(|c| c.experiment.game().dims() == experiment.game().dims());
        // θ, ψ, and averages where some rule keeps them.
        let width = cells.iter().map(|c| width(&c.experiment)).max().filter(|_| few && alike);

        experiment.variants().iter().for_each(|(_, variant)| heading::note(variant, terminal));
        let progress = terminal.progress(cells.len() as u64, "runs");
        let rows: Vec<Row> = cells
            .par_iter()
            .map(|cell| {
                let row = compute(cell, width);
                progress.inc(1);
                row
            })
            .collect();
        progress.finish();

        let paths: Vec<String> = experiment.sweep_paths().iter().map(|p| quote(p)).collect();
        let swept: String = paths.iter().map(|p| format!("{p},")).collect();
        let mut summary = format!(
            "variant,{swept}radius,abscissa,verdict,predicted_rate,measured_rate,predicted_period,measured_period,reason,step,finding\n"
        );
        rows.iter().for_each(|r| summary += &r.summary);
        let mut files = vec![];
        if let Some(width) = width {
            let mut text = format!("variant,{swept}step,{}\n", columns(&experiment, width).join(","));
            rows.iter().for_each(|r| text += &r.trajectory);
            files.push((TRAJECTORIES, text.into_bytes()));
        }
        files.push((SUMMARY, summary.into_bytes()));
        let variants: Vec<_> = experiment
            .variants()
            .iter()
            .map(|(name, variant)| json!({ "name": name, "experiment": variant.resolved() }))
            .collect();
        let digests: serde_json::Map<_, _> =
            files.iter().map(|(name, bytes)| (name.to_string(), store::digest(bytes).into())).collect();
        let manifest = json!({
            "saddleflow": env!("CARGO_PKG_VERSION"),
            "title": experiment.title,
            "seed": experiment.seed,
            "runs": cells.len(),
            "variants": variants,
            "sha256": digests,
        });
        files.push((MANIFEST, (store::json(&manifest)? + "\n").into_bytes()));
        finished.write(&files)?;
        let names: Vec<String> = files.iter().map(|(name, _)| out.join(name).display().to_string()).collect();
        terminal.say(&format!("{}\n", names.join("\n")))?;
        if width.is_none() {
            let why = if alike { "they have too many steps" } else { "their games differ in size" };
            terminal.note(&format!("the runs themselves are not written out: {why}"));
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// The length of a row of the experiment's run.
fn width(e: &Experiment) -> usize {
    let n = e.game().n();
    n + e.rule.average(n).map_or(0, |r| r.len())
}

/// Runs one cell; its trajectory is written out where a width is given, short rows filled up with empty cells.
fn compute(cell: &Cell, width: Option<usize>) -> Row {
    let spectra = experiment::spectrum(&cell.experiment);
    let (run, outcome) = experiment::simulate(&cell.experiment);
    let mut label = format!("{},", quote(&cell.variant));
    cell.values.iter().for_each(|x| label += &format!("{},", quote(&written(x))));
    let maybe = |x: Option<f64>| x.map_or(String::new(), |x| format!("{x:?}"));
    let word = |x: serde_json::Value| x.as_str().unwrap_or_default().to_string();
    let summary = [
        maybe(spectra.update.map(|u| u.radius)),
        maybe(spectra.field.map(|f| f.abscissa)),
        word(json!(outcome.verdict.kind)),
        maybe(outcome.predicted.rate),
        maybe(outcome.measured.rate),
        maybe(outcome.predicted.period),
        maybe(outcome.measured.period),
        outcome.reason.unwrap_or_default().to_string(),
        outcome.step.to_string(),
        outcome.finding.word().to_string(),
    ];
    let mut trajectory = String::new();
    if let Some(width) = width {
        for k in 0..run.len() {
            trajectory += &format!("{label}{k}");
            run.row(k).iter().for_each(|x| write!(trajectory, ",{x:?}").expect("memory takes it"));
            trajectory += &",".repeat(width - run.width);
            trajectory.push('\n');
        }
    }
    Row { summary: format!("{label}{}\n", summary.join(",")), trajectory }
}

/// A swept value: a text as it is, anything else as TOML.
fn written(value: &toml::Value) -> String {
    match value {
        toml::Value::Float(x) => format!("{x:?}"),
        toml::Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// A CSV cell: in quotes where it holds a comma, a quote or a line feed.
fn quote(text: &str) -> String {
    if text.contains([',', '"', '\n', '\r']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text.into() }
}

/// The directory's name: the file's, without its ending.
pub(super) fn stem(experiment: &Experiment) -> String {
    if experiment.name.starts_with('<') { "run".into() } else { experiment.stem() }
}
