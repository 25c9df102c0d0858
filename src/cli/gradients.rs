//! `gradients`: losses, gradients and the field at a point.

use super::{
    heading,
    place::Place,
    spectrum::{coordinates, expectation_error},
    table::Table,
    terminal::Terminal,
};
use crate::{
    experiment::{self, Experiment, Fault, GradientsReport},
    game::{Game, Player},
    num::show::number,
};
use std::process::ExitCode;

/// Losses, gradients and the field at a point
///
/// The gradients are those of each player's loss by all parameters, θ then ψ; the field is what the rule follows.
#[derive(clap::Args)]
pub(super) struct Gradients {
    #[command(flatten)]
    place: Place,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl Gradients {
    pub(super) fn run(&self, terminal: &Terminal) -> Result<ExitCode, Fault> {
        let all = self.place.each(terminal)?;
        let answers = all.iter().map(|e| Ok((e, experiment::gradients(e).map_err(|fault| e.blame(fault))?)));
        let answers = answers.collect::<Result<Vec<_>, Fault>>()?;
        if self.json {
            heading::json(&self.place.source, &answers, terminal)?;
        } else {
            let screens = answers.iter().map(|(experiment, report)| screen(experiment, report, terminal));
            terminal.say(&screens.collect::<Vec<_>>().join("\n"))?;
        }
        Ok(ExitCode::SUCCESS)
    }
}

fn screen(experiment: &Experiment, report: &GradientsReport, terminal: &Terminal) -> String {
    let mut table = Table::new(&["", "generator", "discriminator"], &[]);
    table.row(["loss".into(), number(report.loss.generator), number(report.loss.discriminator)]);
    let norm = |x: &[f64]| number(x.iter().fold(0.0, |a: f64, b| a.hypot(*b)));
    let game = experiment.game();
    for (name, who) in [("‖by θ‖", Player::Generator), ("‖by ψ‖", Player::Discriminator)] {
        let part = |gradient: &[f64]| norm(&gradient[game.block(who)]);
        table.row([name.into(), part(&report.gradient.generator), part(&report.gradient.discriminator)]);
    }
    let of_field = Player::BOTH.map(|who| norm(&report.field[game.block(who)]));
    table.row(["‖field‖".into(), of_field[0].clone(), of_field[1].clone()]);
    format!(
        "{}at {}\n\n{}{}\n--json: all numbers\n",
        heading::heading(experiment, terminal),
        coordinates(experiment, &report.at),
        table.text(),
        expectation_error(report.expectation_error)
    )
}
