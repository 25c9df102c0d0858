//! What an answer is about: the title as far as it holds, and what is in force, for readers and for programs.

use super::{
    Source,
    terminal::{Terminal, Tone},
};
use crate::experiment::{Experiment, Fault};
use serde::Serialize;

/// Two lines: the title as far as it holds; game, field and rule.
pub(super) fn heading(experiment: &Experiment, terminal: &Terminal) -> String {
    format!("{}\n{}\n", terminal.paint(Tone::Strong, &experiment.headline()), experiment.in_force())
}

/// The same on standard error, beside data or pictures.
pub(super) fn note(experiment: &Experiment, terminal: &Terminal) {
    terminal.note(&format!("{}\n{}", experiment.headline(), experiment.in_force()));
}

/// An answer for programs, with what it is about.
#[derive(Serialize)]
struct Answer<'a, T> {
    #[serde(flatten)]
    answer: &'a T,
    /// The version.
    saddleflow: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    variant: Option<&'a str>,
    /// Everything spelled out, defaults included.
    experiment: serde_json::Value,
}

/// Prints the answer as JSON, or the list of them where every variant was asked for.
pub(super) fn json<T: Serialize>(
    source: &Source,
    answers: &[(&Experiment, T)],
    terminal: &Terminal,
) -> Result<(), Fault> {
    let about = answers.iter().map(|(experiment, answer)| Answer {
        answer,
        saddleflow: env!("CARGO_PKG_VERSION"),
        variant: experiment.variant.as_deref(),
        experiment: experiment.resolved(),
    });
    let mut all: Vec<_> = about.collect();
    match all.pop() {
        Some(only) if !source.every() => terminal.json(&only),
        last => {
            all.extend(last);
            terminal.json(&all)
        }
    }
}
