//! `lint`: what is odd about a game.

use super::{
    Source, heading,
    spectrum::point_in_use,
    table::Table,
    terminal::{Terminal, Tone},
};
use crate::{
    analysis::{
        any,
        lint::{Lint as Report, Severity, Sum},
        starts,
    },
    experiment::{Experiment, Fault},
    game::Game,
};
use std::process::ExitCode;

/// Look for what is odd about a game: signs, terms on the wrong player, equilibria, Theorem 4.1
///
/// Is the field the gradient of the losses? Who plays which role? Is the game zero-sum? Which equilibria are there
/// besides the listed ones, are they isolated, and is the field smooth there? Which assumption of Theorem 4.1 fails?
/// Ends with exit code 1 if something is wrong.
#[derive(clap::Args)]
pub(super) struct Lint {
    #[command(flatten)]
    source: Source,
    /// Search for equilibria within this distance of the expected one, along every coordinate
    #[arg(long, value_name = "DISTANCE", default_value_t = 3.0, value_parser = reach)]
    within: f64,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

fn reach(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(x) if x.is_finite() && x > 0.0 => Ok(x),
        _ => Err("a finite number > 0 is needed here".into()),
    }
}

/// A game with more parameters is looked at only where it stands.
const MOST_PARAMETERS: usize = 64;

impl Lint {
    pub(super) fn run(&self, terminal: &Terminal) -> Result<ExitCode, Fault> {
        let all = self.source.each(&[], terminal)?;
        let answers = all.iter().map(|e| Ok((e, self.look(e).map_err(|fault| e.blame(fault))?)));
        let answers = answers.collect::<Result<Vec<_>, Fault>>()?;
        if self.json {
            heading::json(&self.source, &answers, terminal)?;
        } else {
            let screens = answers.iter().map(|(experiment, report)| screen(experiment, report, terminal));
            terminal.say(&screens.collect::<Vec<_>>().join("\n"))?;
        }
        Ok(ExitCode::from(u8::from(answers.iter().any(|(_, report)| report.wrong()))))
    }

    fn look(&self, experiment: &Experiment) -> Result<Report, Fault> {
        let n = experiment.game().n();
        if n > MOST_PARAMETERS {
            return Err(Fault::new(format!(
                "lint takes games of up to {MOST_PARAMETERS} parameters, but this one has {n}"
            ))
            .help("lower the dimension, or look at `saddleflow spectrum`"));
        }
        experiment.expectations()?;
        let starts = starts(&experiment.at, self.within);
        Ok(any::lint(&experiment.field, &experiment.at, &starts))
    }
}

fn screen(experiment: &Experiment, report: &Report, terminal: &Terminal) -> String {
    let summary = match report.findings.iter().filter(|f| f.severity == Severity::Wrong).count() {
        0 => terminal.paint(Tone::Good, "Nothing wrong found."),
        1 => terminal.paint(Tone::Bad, "One thing is wrong."),
        k => terminal.paint(Tone::Bad, &format!("{k} things are wrong.")),
    };
    let mut text = heading::heading(experiment, terminal) + &format!("{summary}\n\n") + &point_in_use(experiment);
    let sum = match report.sum {
        Sum::ZeroSum => "zero-sum",
        Sum::ZeroSumButForDiscriminator => "zero-sum but for terms of the discriminator alone",
        Sum::GeneralSum => "not zero-sum",
    };
    text += &format!(
        "{sum}; v' there: {:.0} % potential, {:.0} % Hamiltonian; alignment of the players {:.3}\n\n",
        100.0 * report.balance.potential,
        100.0 * report.balance.hamiltonian,
        report.interaction.alignment
    );
    for f in &report.findings {
        let mark = match f.severity {
            Severity::Wrong => terminal.paint(Tone::Bad, "wrong"),
            Severity::Note => terminal.paint(Tone::Unsure, "note"),
        };
        text += &format!("{mark}: {}\n", f.sentence);
    }
    if let Some(theorem) = &report.theorem {
        let mut table = Table::new(&["condition", "met", ""], &[1, 2]);
        for c in &theorem.assumptions {
            let holds = c.holds.map_or("–", |yes| if yes { "yes" } else { "no" });
            table.row([c.statement.to_string(), holds.into(), c.detail.clone()]);
        }
        text += &format!("\nTheorem 4.1\n{}", table.text());
    }
    text
}
