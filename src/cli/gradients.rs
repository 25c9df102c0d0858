//! `gradients`: losses, gradients and the field at a point.

use super::{
    place::Place,
    spectrum::{coordinates, heading},
    table::Table,
    terminal::Terminal,
};
use crate::{
    experiment::{self, Fault},
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
        let experiment = self.place.load()?;
        let report = experiment::gradients(&experiment)?;
        if self.json {
            terminal.json(&report)?;
            return Ok(ExitCode::SUCCESS);
        }
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
        terminal.say(&format!(
            "{}at {}\n\n{}\n--json: all numbers\n",
            heading(&experiment, terminal),
            coordinates(&experiment, &report.at),
            table.text()
        ))?;
        Ok(ExitCode::SUCCESS)
    }
}
