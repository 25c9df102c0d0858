//! Which experiment, with which overrides.

use crate::experiment::{Experiment, Fault};

/// Which experiment, with which overrides.
#[derive(clap::Args)]
pub(super) struct Source {
    /// A TOML file, a checkpoint, the name of a built-in experiment, or - for standard input
    #[arg(value_hint = clap::ValueHint::FilePath)]
    pub(super) experiment: String,
    /// Override one key of the file (repeatable), for example --set rule.simultaneous.lr=0.1
    #[arg(long = "set", value_name = "PATH=VALUE")]
    set: Vec<String>,
    /// Take this [[variant]] of the file
    #[arg(long, value_name = "NAME")]
    variant: Option<String>,
}

impl Source {
    pub(super) fn load(&self) -> Result<Experiment, Fault> {
        self.load_with(&[])
    }

    /// With further overrides, of the command's own options.
    pub(super) fn load_with(&self, more: &[String]) -> Result<Experiment, Fault> {
        let sets: Vec<String> = self.set.iter().chain(more).cloned().collect();
        let experiment = Experiment::load(&self.experiment, &sets)?;
        match &self.variant {
            Some(name) => experiment.variant(name),
            None => Ok(experiment),
        }
    }

    /// A text in place of the file that was named.
    pub(super) fn parse(&self, text: &str) -> Result<Experiment, Fault> {
        let experiment = Experiment::parse(&self.experiment, text, &self.set)?;
        match &self.variant {
            Some(name) => experiment.variant(name),
            None => Ok(experiment),
        }
    }

    /// The arguments as they were given, to be repeated in a hint.
    pub(super) fn repeat(&self) -> String {
        let quote = |s: &str| {
            let plain = |c: char| c.is_ascii_alphanumeric() || "._-/=".contains(c);
            if !s.is_empty() && s.chars().all(plain) {
                s.to_string()
            } else {
                format!("'{}'", s.replace('\'', r"'\''"))
            }
        };
        let mut words = vec![quote(&self.experiment)];
        words.extend(self.variant.iter().map(|v| format!("--variant {}", quote(v))));
        words.extend(self.set.iter().map(|s| format!("--set {}", quote(s))));
        words.join(" ")
    }
}
