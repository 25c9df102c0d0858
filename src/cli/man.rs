//! `man`: the manual page.

use super::{grammar, terminal::Terminal};
use crate::experiment::Fault;
use std::process::ExitCode;

/// The manual page, of saddleflow or of one of its commands (`saddleflow man spectrum | man -l -`)
#[derive(clap::Args)]
pub(super) struct Man {
    /// A command
    command: Option<String>,
}

impl Man {
    pub(super) fn run(&self, terminal: &Terminal) -> Result<ExitCode, Fault> {
        let mut grammar = grammar();
        grammar.build();
        let page = match &self.command {
            None => grammar,
            Some(name) => {
                let names: Vec<&str> =
                    grammar.get_subcommands().map(clap::Command::get_name).filter(|n| *n != "help").collect();
                let fault = Fault::new(format!("there is no command {name}")).nearest(name, &names);
                grammar.find_subcommand(name).ok_or(fault)?.clone()
            }
        };
        let mut text = Vec::new();
        let rendered = clap_mangen::Man::new(page).render(&mut text);
        rendered.map_err(|e| Fault::new(format!("the manual page cannot be written: {e}")))?;
        terminal.print(|out| out.write_all(&text))?;
        Ok(ExitCode::SUCCESS)
    }
}
