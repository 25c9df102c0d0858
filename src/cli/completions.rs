//! `completions`: for the shell.

use super::{grammar, terminal::Terminal};
use crate::experiment::Fault;
use std::process::ExitCode;

/// Completions for a shell, to be sourced or put where the shell looks for them
#[derive(clap::Args)]
pub(super) struct Completions {
    /// The shell
    #[arg(value_enum)]
    shell: clap_complete::Shell,
}

impl Completions {
    pub(super) fn run(&self, terminal: &Terminal) -> Result<ExitCode, Fault> {
        let mut text = Vec::new();
        clap_complete::generate(self.shell, &mut grammar(), "saddleflow", &mut text);
        terminal.print(|out| out.write_all(&text))?;
        Ok(ExitCode::SUCCESS)
    }
}
