//! `cite`: where it all comes from.

use super::{
    bibliography::{self, WORKS},
    entries::{self, Entry},
    terminal::Terminal,
};
use crate::experiment::{Experiment, Fault, library};
use serde_json::Value;
use std::process::ExitCode;

/// BibTeX of the sources behind some names, or of all of them, and of saddleflow itself
#[derive(clap::Args)]
pub(super) struct Cite {
    /// Names that `saddleflow list` prints; none for everything
    stem: Vec<String>,
}

impl Cite {
    pub(super) fn run(&self, terminal: &Terminal) -> Result<ExitCode, Fault> {
        let mut sources = Vec::new();
        for stem in &self.stem {
            for entry in entries::find(stem)? {
                sources.extend(behind(&entry)?);
            }
        }
        let wanted = |work: &&bibliography::Work| {
            self.stem.is_empty() || sources.iter().any(|source| work.cited.iter().any(|cited| source.contains(cited)))
        };
        let mut texts: Vec<String> = WORKS.iter().filter(wanted).map(bibliography::Work::bibtex).collect();
        texts.push(bibliography::saddleflow());
        terminal.say(&texts.join("\n"))?;
        Ok(ExitCode::SUCCESS)
    }
}

/// Source lines of an entry, and of every method its experiment names.
fn behind(entry: &Entry) -> Result<Vec<String>, Fault> {
    let mut sources = vec![entry.source.to_string(), entry.text.to_string()];
    if let Some(text) = library(entry.name).filter(|_| matches!(entry.room, "experiments" | "figures")) {
        let experiment = Experiment::parse(entry.name, text, &[])?;
        let mut names = Vec::new();
        for (_, variant) in experiment.variants() {
            keys(&variant.resolved(), &mut names);
        }
        let methods = entries::all().into_iter().filter(|e| e.keys.is_some() && names.iter().any(|n| n == e.name));
        sources.extend(methods.map(|e| e.source.to_string()));
    }
    Ok(sources)
}

fn keys(value: &Value, into: &mut Vec<String>) {
    for (key, value) in value.as_object().into_iter().flatten() {
        into.push(key.clone());
        keys(value, into);
    }
}
