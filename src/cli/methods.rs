//! The table of methods: which of them converge.

use super::{
    table::{Table, maybe},
    terminal::{Terminal, Tone},
};
use crate::{
    analysis::Kind,
    experiment::{Experiment, Fault, library},
    figures::{MethodRow, method_rows},
};

/// One line for every method under every schedule of the figure `methods`.
pub(super) fn table(terminal: &Terminal) -> Result<String, Fault> {
    // The built-in one, whatever stands in the working directory.
    let Some(text) = library("methods") else { return Ok(String::new()) };
    let experiment = Experiment::parse("experiments/methods.toml", text, &[])?;
    let heads =
        ["method", "schedule", "eigenvalues of v'", "radius of F'", "measured", "verdict", "distance", "the run"];
    let mut table = Table::new(&heads, &[1, 2, 5, 7]);
    method_rows(&experiment).iter().for_each(|row| table.row(line(row, terminal)));
    Ok(format!("{}\n\n{}", experiment.title, table.text()))
}

fn line(row: &MethodRow, terminal: &Terminal) -> [String; 8] {
    let tone = match row.kind {
        Kind::Converges => Tone::Good,
        Kind::Diverges => Tone::Bad,
        Kind::Neutral | Kind::NotDifferentiable | Kind::NotAutonomous | Kind::NotAnEquilibrium => Tone::Unsure,
    };
    [
        row.method.clone(),
        row.schedule.clone(),
        row.eigenvalues(),
        maybe(row.radius),
        maybe(row.measured),
        terminal.paint(tone, row.verdict()),
        format!("{:.1e}", row.distance),
        row.words(),
    ]
}
