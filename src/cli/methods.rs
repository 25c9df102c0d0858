//! The table of methods: which of them converge.

use super::{
    table::{Table, maybe},
    terminal::{Terminal, Tone},
};
use crate::{
    analysis::{Kind, Reason},
    experiment::{self, Experiment, Fault, LIBRARY},
};
use rayon::prelude::*;

/// The built-in experiment whose variants are the methods.
const EXPERIMENT: &str = "methods_alternating_5";

/// One line a method: spectra, verdict, and what the run did. Empty while the library has no such experiment.
pub(super) fn table(terminal: &Terminal) -> Result<String, Fault> {
    let Some((stem, text)) = LIBRARY.iter().find(|(stem, _)| *stem == EXPERIMENT) else { return Ok(String::new()) };
    let experiment = Experiment::parse(&format!("experiments/{stem}.toml"), text, &[])?;
    let mut table =
        Table::new(&["method", "abscissa of v'", "radius of F'", "measured", "verdict", "after the run"], &[4, 5]);
    let rows: Vec<[String; 6]> =
        experiment.variants().par_iter().map(|(name, variant)| row(name, variant, terminal)).collect();
    rows.into_iter().for_each(|row| table.row(row));
    Ok(format!("{}\n\n{}", experiment.title, table.text()))
}

fn row(name: &str, variant: &Experiment, terminal: &Terminal) -> [String; 6] {
    let spectra = experiment::spectrum(variant);
    let (run, outcome) = experiment::simulate(variant);
    let (word, tone) = match outcome.verdict.kind {
        Kind::Converges => ("converges", Tone::Good),
        Kind::Neutral => ("neutral", Tone::Unsure),
        Kind::Diverges => ("diverges", Tone::Bad),
        Kind::NotDifferentiable => ("no Jacobian", Tone::Unsure),
        Kind::NotAutonomous => ("not autonomous", Tone::Unsure),
    };
    let distance = run.distances(&variant.at).last().copied().unwrap_or(f64::NAN);
    let end = match outcome.reason {
        Some(Reason::Diverged) => format!("not finite at step {}", outcome.step),
        Some(Reason::LeftBasin) => format!("{distance:.1e} away: this start is outside its basin"),
        Some(Reason::Sublinear) => format!("{distance:.1e} away, sublinearly nearer"),
        _ => format!("{distance:.1e} away after {} steps", outcome.step),
    };
    [
        name.into(),
        maybe(spectra.field.map(|f| f.abscissa)),
        maybe(spectra.update.map(|u| u.radius)),
        maybe(outcome.measured.rate),
        terminal.paint(tone, word),
        end,
    ]
}
