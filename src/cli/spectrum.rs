//! `spectrum`: both spectra and the verdict.

use super::{
    heading,
    place::Place,
    table::Table,
    terminal::{Terminal, Tone},
};
use crate::{
    analysis::Kind,
    experiment::{self, Experiment, Fault, SpectrumReport, Whence},
    num::show::{beside, brief, number, together},
};
use std::process::ExitCode;

/// Eigenvalues of the field and of the update operator, and the verdict
///
/// The field's Jacobian v' tells about continuous time (stable left of the imaginary axis), the update's Jacobian F'
/// about the steps of the rule (stable inside the unit circle). Both are exact derivatives.
#[derive(clap::Args)]
pub(super) struct Spectrum {
    #[command(flatten)]
    place: Place,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

/// More eigenvalues than this are not for one screen.
const ON_SET: &str = "found by search: v vanishes to rounding there, as on a set of equilibria, which is not proved";
const MOST_ROWS: usize = 8;

impl Spectrum {
    pub(super) fn run(&self, terminal: &Terminal) -> Result<ExitCode, Fault> {
        let all = self.place.each(terminal)?;
        all.iter()
            .try_for_each(|e| e.rests().and_then(|()| e.expectations().map(|_| ())).map_err(|fault| e.blame(fault)))?;
        let answers: Vec<_> = all.iter().map(|experiment| (experiment, experiment::spectrum(experiment))).collect();
        if self.json {
            heading::json(&self.place.source, &answers, terminal)?;
        } else {
            let screens = answers.iter().map(|(experiment, report)| screen(experiment, report, terminal));
            terminal.say(&screens.collect::<Vec<_>>().join("\n"))?;
        }
        Ok(ExitCode::SUCCESS)
    }
}

fn screen(experiment: &Experiment, report: &SpectrumReport, terminal: &Terminal) -> String {
    let mut text = heading::heading(experiment, terminal);
    let rest = match (report.at_equilibrium, experiment.whence()) {
        (true, Whence::Found) => "an equilibrium found by search and proved",
        (true, Whence::FoundOnSet) => ON_SET,
        (true, _) => "an equilibrium",
        (false, _) => "not an equilibrium",
    };
    text += &format!("linearised at {}, {rest}\n\n", coordinates(experiment, &report.equilibrium));
    let mut table = Table::new(&["", "Re λ", "Im λ", "|λ|"], &[]);
    // The ones that decide come first: rightmost for the field, outermost for the update.
    if let Some(field) = &report.field {
        rows(&mut table, "field v'", &field.eigenvalues, field.of, |l| l[0]);
    }
    if let Some(update) = &report.update {
        rows(&mut table, "update F'", &update.eigenvalues, update.of, |l| l[0].hypot(l[1]));
    }
    if report.field.is_some() || report.update.is_some() {
        text += &table.text();
        text.push('\n');
    }
    if let Some(field) = &report.field {
        let largest = field.eigenvalues.iter().fold(0.0, |a: f64, l| a.max(l[0].hypot(l[1])));
        let abscissa = brief(beside(field.abscissa, largest));
        text += &format!("abscissa of v'  {abscissa}  (the flow converges below 0)\n");
    }
    if let Some(update) = &report.update {
        text += &format!("radius of F'    {}  (the steps converge below 1)\n", brief(update.radius));
    }
    for reason in [&report.field_reason, &report.update_reason].into_iter().flatten() {
        text += &format!("{reason}\n");
    }
    text += &expectation_error(report.expectation_error);
    if let Some(null) = &report.null {
        text += &format!("\n{}\n", null.sentence);
    }
    text + &format!(
        "\n{}\n\nsaddleflow explain {} | {}: formula, source and keys\n",
        verdict(report.verdict.kind, &report.verdict.sentence, terminal),
        report.game,
        report.rule
    )
}

/// A line about the error of the expectations, where there are any.
pub(super) fn expectation_error(error: Option<f64>) -> String {
    error.map_or(String::new(), |e| format!("expectations in v: error about {:.0e}\n", e.max(f64::EPSILON)))
}

fn rows(table: &mut Table, name: &str, eigenvalues: &[[f64; 2]], of: Option<usize>, size: impl Fn(&[f64; 2]) -> f64) {
    let mut sorted = eigenvalues.to_vec();
    sorted.sort_by(|a, b| size(b).total_cmp(&size(a)).then(b[1].total_cmp(&a[1])));
    let largest = sorted.iter().fold(0.0, |a: f64, l| a.max(l[0].hypot(l[1])));
    let shown = |x: f64| number(beside(x, largest));
    for (k, l) in sorted.iter().take(MOST_ROWS).enumerate() {
        let name = if k == 0 { name } else { "" };
        table.row([name.into(), shown(l[0]), shown(l[1]), shown(l[0].hypot(l[1]))]);
    }
    if let Some(all) = of {
        table.row([String::new(), format!("… of {all}")]);
    } else if let Some(more) = sorted.len().checked_sub(MOST_ROWS).filter(|n| *n > 0) {
        table.row([String::new(), format!("… {more} more (--json)")]);
    }
}

/// The point that a command looks at the game from, and why that one.
pub(super) fn point_in_use(experiment: &Experiment) -> String {
    let why = match experiment.whence() {
        Whence::Given => "given by run.at",
        Whence::Listed => "the equilibrium that the game lists first",
        Whence::Drawn => "the weights drawn",
        Whence::Found => "an equilibrium found by search and proved",
        Whence::FoundOnSet => ON_SET,
        Whence::Nowhere => "for want of an equilibrium: none is listed, and a search finds none",
    };
    format!("seen from {}, {why}\n", coordinates(experiment, &experiment.at))
}

/// θ = …, ψ = …, or the first few of many numbers.
pub(super) fn coordinates(experiment: &Experiment, x: &[f64]) -> String {
    use crate::game::Game;
    let list = |x: &[f64]| {
        // A point that a search found is 0 to rounding beside 1.
        let shown = together(&x[..x.len().min(4)], 1.0);
        let more = if x.len() > 4 { format!(", … ({} numbers)", x.len()) } else { String::new() };
        if x.len() == 1 { shown[0].clone() } else { format!("({}{more})", shown.join(", ")) }
    };
    let (theta, psi) = x.split_at(experiment.game().dims()[0]);
    format!("θ = {}, ψ = {}", list(theta), list(psi))
}

/// A sentence with its first word in the colour of the verdict.
pub(super) fn verdict(kind: Kind, sentence: &str, terminal: &Terminal) -> String {
    let (word, tone) = match kind {
        Kind::Converges => ("Converges locally", Tone::Good),
        Kind::Neutral => ("Neutral", Tone::Unsure),
        Kind::Diverges => ("Diverges locally", Tone::Bad),
        Kind::NotDifferentiable | Kind::NotAutonomous | Kind::NotAnEquilibrium => return sentence.into(),
    };
    sentence.replacen(word, &terminal.paint(tone, word), 1)
}
