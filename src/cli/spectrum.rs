//! `spectrum` and `simulate`.

use super::Source;
use crate::experiment::{self, Fault};
use std::process::ExitCode;

/// Eigenvalues of the field and of the update operator, and the verdict
#[derive(clap::Args)]
pub(super) struct Spectrum {
    #[command(flatten)]
    source: Source,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl Spectrum {
    pub(super) fn run(&self) -> Result<ExitCode, Fault> {
        let report = experiment::spectrum(&self.source.load()?);
        println!("{}", serde_json::to_string_pretty(&report).map_err(|e| Fault::new(e.to_string()))?);
        Ok(ExitCode::SUCCESS)
    }
}

/// Run the rule and set the measured rate beside the predicted one
#[derive(clap::Args)]
pub(super) struct Simulate {
    #[command(flatten)]
    source: Source,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl Simulate {
    pub(super) fn run(&self) -> Result<ExitCode, Fault> {
        let (run, outcome) = experiment::simulate(&self.source.load()?);
        println!("{}", serde_json::to_string_pretty(&outcome).map_err(|e| Fault::new(e.to_string()))?);
        eprintln!("{} last {:?}", outcome.sentence, run.last());
        Ok(ExitCode::SUCCESS)
    }
}
