//! `distance`: W₁ between two samples, with its proof.

use super::terminal::Terminal;
use crate::{
    analysis::transport::{self, between},
    experiment::{Fault, Points},
    num::show::brief,
};
use serde::Serialize;
use std::{path::PathBuf, process::ExitCode};

/// The Wasserstein-1 distance of two samples, exactly, and the dual value that proves it
///
/// Each file holds one point a line, coordinates with commas between; every point of a file weighs the same, the
/// counts may differ.
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

/// The cost of every pair is kept in memory, 8 bytes each; not on the line.
const MOST_PAIRS: usize = 200_000_000;

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
        let [n, m] = [a.len(), b.len()];
        if a.dim > 1 && n.saturating_mul(m) > MOST_PAIRS {
            return Err(Fault::new(format!(
                "{n} × {m} points are too many for an exact plan, at most {MOST_PAIRS} pairs"
            ))
            .help("take a sample of both files"));
        }
        let transport::Distance { w1, dual } = between(&a.values, &b.values, a.dim);
        let report = Report { w1, dual, dimension: a.dim, points: [n, m] };
        if self.json {
            terminal.json(&report)?;
        } else {
            terminal.say(&format!(
                "W₁    {}\ndual  {}  (no plan can be cheaper)\n\n{n} and {m} points of dimension {}\n",
                brief(w1),
                brief(dual),
                a.dim
            ))?;
        }
        Ok(ExitCode::SUCCESS)
    }
}
