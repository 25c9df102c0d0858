//! `explain`: what stands behind a name.

use super::{
    entries::{self, Entry},
    list::describe,
    terminal::Terminal,
};
use crate::experiment::Fault;
use std::process::ExitCode;

/// The note of a claim or a figure; formula, source and keys of a loss, penalty, game, field or rule
#[derive(clap::Args)]
pub(super) struct Explain {
    /// A name that `saddleflow list` prints, or a number in the paper such as figure_2a
    stem: String,
}

impl Explain {
    pub(super) fn run(&self, terminal: &Terminal) -> Result<ExitCode, Fault> {
        let found = entries::find(&self.stem)?;
        let texts: Vec<String> = found.iter().map(|entry| explain(entry)).collect();
        terminal.say(&texts.join("\n"))?;
        Ok(ExitCode::SUCCESS)
    }
}

fn explain(entry: &Entry) -> String {
    let room = match entry.room {
        "losses" => "loss",
        "penalties" => "penalty",
        room => room.trim_end_matches('s'),
    };
    match room {
        "claim" | "figure" => {
            let command = match room {
                "claim" => format!("saddleflow verify {}: the numbers", entry.name),
                _ => format!("saddleflow reproduce --only {}: draw it", entry.name),
            };
            format!("{}\n\n{command}\n", entry.text.trim_end())
        }
        "experiment" => format!("experiment {}\n\n{}\n", entry.name, entry.text.trim_end()),
        _ => format!("{room} {}", describe(entry)),
    }
}
