//! Which experiment, with which overrides.

use super::terminal::Terminal;
use crate::experiment::{ALL_VARIANTS, Experiment, Fault};

/// Which experiment, with which overrides.
#[derive(clap::Args)]
pub(super) struct Source {
    /// A TOML file, a checkpoint, the name of a built-in experiment, or - for standard input
    #[arg(value_hint = clap::ValueHint::FilePath)]
    pub(super) experiment: String,
    /// Override what stands at a path of the file and of its variants (repeatable), for example --set
    /// rule.simultaneous.lr=0.1
    ///
    /// The value is TOML or a bare word, and replaces what stands there: --set 'game.dirac.penalty={r2={gamma=0.1}}'
    /// leaves R2 alone. A path into a table changes that key and keeps the others; a penalty, loss, rule or game that is
    /// not there replaces the one that is, so to have two penalties name both. `*` is the one name that is there:
    /// rule.*.lr. A key with dots stands in quotes: 'sweep."rule.simultaneous.lr"=[0.1,0.2]'.
    #[arg(long = "set", value_name = "PATH=VALUE")]
    set: Vec<String>,
    /// Take this [[variant]] of the file, or all of them, one after the other
    #[arg(long, value_name = "NAME|all")]
    variant: Option<String>,
}

impl Source {
    /// One experiment; a remark where the file has variants and none was named.
    pub(super) fn load(&self, terminal: &Terminal) -> Result<Experiment, Fault> {
        self.load_with(&[], terminal)
    }

    /// The same with further overrides, of the command's own options.
    pub(super) fn load_with(&self, more: &[String], terminal: &Terminal) -> Result<Experiment, Fault> {
        self.one(Experiment::load(&self.experiment, &self.sets(more))?, terminal)
    }

    /// One experiment, or every variant of it where that is asked for.
    pub(super) fn each(&self, more: &[String], terminal: &Terminal) -> Result<Vec<Experiment>, Fault> {
        let whole = Experiment::load(&self.experiment, &self.sets(more))?;
        if self.every() {
            return Ok(whole.variants().into_iter().map(|(_, variant)| variant).collect());
        }
        Ok(vec![self.one(whole, terminal)?])
    }

    /// The file with all its variants, or one of them where one is named.
    pub(super) fn whole(&self) -> Result<Experiment, Fault> {
        let whole = Experiment::load(&self.experiment, &self.set)?;
        match &self.variant {
            Some(name) if !self.every() => whole.variant(name),
            _ => Ok(whole),
        }
    }

    /// A text in place of the file that was named.
    pub(super) fn parse(&self, text: &str, terminal: &Terminal) -> Result<Experiment, Fault> {
        self.one(Experiment::parse(&self.experiment, text, &self.set)?, terminal)
    }

    /// Whether every variant is asked for.
    pub(super) fn every(&self) -> bool {
        self.variant.as_deref() == Some(ALL_VARIANTS)
    }

    fn sets(&self, more: &[String]) -> Vec<String> {
        self.set.iter().chain(more).cloned().collect()
    }

    fn one(&self, whole: Experiment, terminal: &Terminal) -> Result<Experiment, Fault> {
        let names = whole.variant_names();
        match &self.variant {
            Some(_) if self.every() => Err(Fault::new("this takes one experiment, not --variant all")
                .help(format!("its variants: {names:?}"))
                .help("`spectrum`, `simulate`, `gradients`, `lint` and `run` take all at once")),
            Some(name) => whole.variant(name),
            None => {
                if !names.is_empty() {
                    terminal.note(&format!(
                        "{} has {} variants and none is named: this is the file without them. --variant takes one, or all: {names:?}",
                        whole.name,
                        names.len()
                    ));
                }
                Ok(whole)
            }
        }
    }

    /// The arguments as they were given, to be repeated in a hint about this experiment.
    pub(super) fn repeat(&self, experiment: &Experiment) -> String {
        let quote = |s: &str| {
            let plain = |c: char| c.is_ascii_alphanumeric() || "._-/=".contains(c);
            if !s.is_empty() && s.chars().all(plain) {
                s.to_string()
            } else {
                format!("'{}'", s.replace('\'', r"'\''"))
            }
        };
        let mut words = vec![quote(&self.experiment)];
        words.extend(experiment.variant.iter().map(|v| format!("--variant {}", quote(v))));
        words.extend(self.set.iter().map(|s| format!("--set {}", quote(s))));
        words.join(" ")
    }
}
