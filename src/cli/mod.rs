//! The command line: arguments in, data on stdout, progress on stderr, exit code 0 done, 1 a check failed, 2 the input
//! is wrong.

mod spectrum;

use crate::experiment::{Experiment, Fault};
use clap::{Parser, Subcommand};
use std::process::ExitCode;

#[derive(Parser)]
#[command(name = "saddleflow", version, about = "Does this GAN training method converge? From a loss to a verdict.")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Spectrum(spectrum::Spectrum),
    Simulate(spectrum::Simulate),
}

/// Which experiment, with which overrides.
#[derive(clap::Args)]
pub(crate) struct Source {
    /// A TOML file, the name of a built-in experiment, or - for standard input
    experiment: String,
    /// Override one key: path=value (repeatable)
    #[arg(long = "set", value_name = "PATH=VALUE")]
    set: Vec<String>,
    /// Take this [[variant]] of the file
    #[arg(long, value_name = "NAME")]
    variant: Option<String>,
}

impl Source {
    pub(crate) fn load(&self) -> Result<Experiment, Fault> {
        let experiment = Experiment::load(&self.experiment, &self.set)?;
        match &self.variant {
            Some(name) => experiment.variant(name),
            None => Ok(experiment),
        }
    }
}

/// Parses the arguments and runs the command.
pub fn main() -> ExitCode {
    let result = match Arguments::parse().command {
        Command::Spectrum(command) => command.run(),
        Command::Simulate(command) => command.run(),
    };
    match result {
        Ok(code) => code,
        Err(fault) => {
            eprintln!("error: {fault}");
            ExitCode::from(2)
        }
    }
}
