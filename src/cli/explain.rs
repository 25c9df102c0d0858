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
        let mut text = String::new();
        for (k, entry) in found.iter().enumerate() {
            // A claim and a figure of one name share their note.
            let told = !entry.text.is_empty() && found[..k].iter().any(|before| before.text == entry.text);
            if k > 0 && !told {
                text.push('\n');
            }
            text += &if told { next(entry) } else { explain(entry) };
        }
        terminal.say(&text)?;
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
        "claim" | "figure" => format!("{}\n\n{}", entry.text.trim_end(), next(entry)),
        "experiment" => format!("experiment {}\n\n{}\n", entry.name, entry.text.trim_end()),
        _ => format!("{room} {}", describe(entry)),
    }
}

/// The command that follows from a claim or a figure.
fn next(entry: &Entry) -> String {
    match entry.room {
        "claims" => format!("saddleflow verify {}: the numbers\n", entry.name),
        _ => format!("saddleflow reproduce --only {}: draw it\n", entry.name),
    }
}
