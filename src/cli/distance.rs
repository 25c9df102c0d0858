//! `distance`: W₁ between two samples, with its proof.

use super::{table::brief, terminal::Terminal};
use crate::{
    analysis::transport,
    experiment::{Fault, Points},
};
use serde::Serialize;
use std::{path::PathBuf, process::ExitCode};

/// The Wasserstein-1 distance of two samples, exactly, and the dual value that proves it
///
/// Each file holds one point a line, coordinates with commas between; every point weighs the same. On the line the
/// counts may differ and any number of points will do; in more dimensions the counts must be equal.
#[derive(clap::Args)]
pub(super) struct Distance {
    /// CSV of points
    #[arg(value_hint = clap::ValueHint::FilePath)]
    a: PathBuf,
    /// CSV of points
    #[arg(value_hint = clap::ValueHint::FilePath)]
    b: PathBuf,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

/// The assignment keeps n² costs in memory and takes up to n³ operations.
const MOST_POINTS: usize = 5000;

/// What `--json` prints.
#[derive(Serialize)]
struct Report {
    /// Cost of the cheapest plan.
    w1: f64,
    /// What an admissible critic earns: a lower bound on every plan.
    dual: f64,
    dimension: usize,
    points: [usize; 2],
}

impl Distance {
    pub(super) fn run(&self, terminal: &Terminal) -> Result<ExitCode, Fault> {
        let (a, b) = (Points::read(&self.a)?, Points::read(&self.b)?);
        if a.dim != b.dim {
            return Err(Fault::new(format!(
                "{} has points of dimension {}, {} of dimension {}",
                self.a.display(),
                a.dim,
                self.b.display(),
                b.dim
            )));
        }
        let (w1, dual) = if a.dim == 1 { transport::line(&a.values, &b.values) } else { self.assigned(&a, &b)? };
        let report = Report { w1, dual, dimension: a.dim, points: [a.len(), b.len()] };
        if self.json {
            terminal.json(&report)?;
        } else {
            let [n, m] = report.points;
            terminal.say(&format!(
                "W₁    {}\ndual  {}  (no plan can be cheaper)\n\n{n} and {m} points of dimension {}\n",
                brief(w1),
                brief(dual),
                a.dim
            ))?;
        }
        Ok(ExitCode::SUCCESS)
    }

    /// Equally many points of any dimension, by the cheapest permutation.
    fn assigned(&self, a: &Points, b: &Points) -> Result<(f64, f64), Fault> {
        let (n, m) = (a.len(), b.len());
        if n != m {
            return Err(Fault::new(format!(
                "{} has {n} points and {} has {m}, but in more than one dimension the counts must be equal",
                self.a.display(),
                self.b.display()
            )));
        }
        if n > MOST_POINTS {
            return Err(Fault::new(format!("{n} points are too many for an exact assignment, at most {MOST_POINTS}"))
                .help("take a sample of both files"));
        }
        let cost: Vec<f64> = (0..n * n).map(|k| euclidean(a.point(k / n), b.point(k % n))).collect();
        let found = transport::assign(n, &cost);
        let total: f64 = found.column_of.iter().enumerate().map(|(i, j)| cost[i * n + j]).sum();
        // What rounding leaves of the dual inadmissible is given back, so that it is a bound for certain.
        let excess = (0..n * n).map(|k| found.f[k / n] + found.g[k % n] - cost[k]).fold(0.0, f64::max);
        let earned: f64 = found.f.iter().chain(&found.g).sum();
        Ok((total / n as f64, earned / n as f64 - excess))
    }
}

fn euclidean(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(x, y)| (x - y) * (x - y)).sum::<f64>().sqrt()
}
