//! Where an experiment is looked at: at which point, on which batch.

use super::{Source, batch::Batch, terminal::Terminal};
use crate::experiment::{Experiment, Fault};

/// Where an experiment is looked at.
#[derive(clap::Args)]
pub(super) struct Place {
    #[command(flatten)]
    pub(super) source: Source,
    #[command(flatten)]
    batch: Batch,
    /// Look here instead of at the first known equilibrium: θ, then ψ
    #[arg(long, value_name = "X,…", allow_hyphen_values = true)]
    at: Option<String>,
}

impl Place {
    /// The experiment there, or every variant of it.
    pub(super) fn each(&self, terminal: &Terminal) -> Result<Vec<Experiment>, Fault> {
        let at = self.at.as_deref().map(|at| point("--at", at)).transpose()?;
        let sets: Vec<String> = at.iter().map(|x| format!("run.at={x:?}")).collect();
        let mut all = self.source.each(&sets, terminal)?;
        all.iter_mut().try_for_each(|experiment| self.batch.give(experiment))?;
        Ok(all)
    }
}

/// Numbers parted by commas.
pub(super) fn point(option: &str, text: &str) -> Result<Vec<f64>, Fault> {
    text.split(',')
        .map(|part| part.trim().parse::<f64>().ok().filter(|x| x.is_finite()))
        .collect::<Option<Vec<f64>>>()
        .ok_or_else(|| {
            Fault::new(format!("{option} {text:?} is not a list of finite numbers"))
                .help(format!("write them with commas between, for example {option} 0.5,-1"))
        })
}
