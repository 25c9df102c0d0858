//! The points on which networks are looked at.

use crate::experiment::{Experiment, Fault, Points};
use std::path::PathBuf;

/// The points on which networks are looked at.
#[derive(clap::Args)]
pub(super) struct Batch {
    /// Real points of a game of networks, one a line (CSV); instance noise of the experiment is added, drawn from the
    /// seed, as in training [default: drawn from the seed]
    #[arg(long, value_name = "CSV", requires = "z", value_hint = clap::ValueHint::FilePath)]
    x: Option<PathBuf>,
    /// Latent points, as many
    #[arg(long, value_name = "CSV", requires = "x", value_hint = clap::ValueHint::FilePath)]
    z: Option<PathBuf>,
    /// Weights of the real point where a penalty looks between a pair [default: drawn from the seed]
    #[arg(long, value_name = "CSV", requires = "x", value_hint = clap::ValueHint::FilePath)]
    mix: Option<PathBuf>,
}

impl Batch {
    /// Gives them to the experiment, if there are any.
    pub(super) fn give(&self, experiment: &mut Experiment) -> Result<(), Fault> {
        let (Some(x), Some(z)) = (&self.x, &self.z) else { return Ok(()) };
        let mix = self.mix.as_deref().map(Points::read).transpose()?;
        experiment.take_batch(&Points::read(x)?, &Points::read(z)?, mix.as_ref())
    }
}
