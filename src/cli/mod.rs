//! The command line: arguments in, data on stdout, progress on stderr, exit code 0 done, 1 a check failed, 2 the input
//! is wrong.
//!
//! One file a command. To add one: a file with a `clap::Args` struct and its `run`, and a line in `Command` and in
//! `Command::run`.

mod animate;
mod atlas;
mod basin;
mod batch;
mod bibliography;
mod cite;
mod completions;
mod distance;
mod divergence;
mod entries;
mod explain;
mod gradients;
mod heading;
mod lint;
mod list;
mod man;
mod methods;
mod place;
mod portrait;
mod reproduce;
mod run;
mod scene;
mod simulate;
mod source;
mod spectrum;
mod table;
mod terminal;
mod train;
mod verify;

use crate::experiment::Fault;
use clap::{CommandFactory, Parser, Subcommand};
use source::Source;
use std::process::ExitCode;
use terminal::Terminal;

/// Does this GAN training method converge? From a loss to a verdict
///
/// An experiment says which game is played, which rule trains it and where it starts. EXPERIMENT is a TOML file, a
/// checkpoint, the name of a built-in one (`saddleflow list experiments`), or - for standard input.
#[derive(Parser)]
#[command(name = "saddleflow", version, max_term_width = 100, after_help = EXAMPLES)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
    /// Say nothing on standard error but faults
    #[arg(long, short, global = true)]
    quiet: bool,
    /// Compute on so many threads; the results are the same on any number [default: all cores]
    #[arg(long, global = true, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    threads: Option<u16>,
}

const EXAMPLES: &str = "Examples:
  saddleflow spectrum r1                      does it converge?
  saddleflow simulate r1 --set run.steps=50   does the run do what the spectrum says?
  saddleflow reproduce                        every figure and claim of the paper, into plots/
  saddleflow explain lemma_2_2                why";

#[derive(Subcommand)]
enum Command {
    Reproduce(reproduce::Reproduce),
    Verify(verify::Verify),
    Spectrum(spectrum::Spectrum),
    Simulate(simulate::Simulate),
    Gradients(gradients::Gradients),
    Portrait(portrait::Portrait),
    Animate(animate::Animate),
    Run(run::Run),
    Train(train::Train),
    Atlas(atlas::Atlas),
    Basin(basin::Basin),
    Divergence(divergence::Divergence),
    Distance(distance::Distance),
    Lint(lint::Lint),
    List(list::List),
    Explain(explain::Explain),
    Cite(cite::Cite),
    Completions(completions::Completions),
    Man(man::Man),
}

impl Command {
    fn run(&self, terminal: &Terminal) -> Result<ExitCode, Fault> {
        match self {
            Command::Reproduce(command) => command.run(terminal),
            Command::Verify(command) => command.run(terminal),
            Command::Spectrum(command) => command.run(terminal),
            Command::Simulate(command) => command.run(terminal),
            Command::Gradients(command) => command.run(terminal),
            Command::Portrait(command) => command.run(terminal),
            Command::Animate(command) => command.run(terminal),
            Command::Run(command) => command.run(terminal),
            Command::Train(command) => command.run(terminal),
            Command::Atlas(command) => command.run(terminal),
            Command::Basin(command) => command.run(terminal),
            Command::Divergence(command) => command.run(terminal),
            Command::Distance(command) => command.run(terminal),
            Command::Lint(command) => command.run(terminal),
            Command::List(command) => command.run(terminal),
            Command::Explain(command) => command.run(terminal),
            Command::Cite(command) => command.run(terminal),
            Command::Completions(command) => command.run(terminal),
            Command::Man(command) => command.run(terminal),
        }
    }
}

/// The whole grammar, for the man page and the completions.
fn grammar() -> clap::Command {
    Arguments::command()
}

/// Parses the arguments and runs the command.
pub fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let terminal = Terminal::new(arguments.quiet);
    terminal.catch_interrupt();
    if let Some(threads) = arguments.threads {
        // Fails only if a pool exists already, and none does.
        let _ = rayon::ThreadPoolBuilder::new().num_threads(threads.into()).build_global();
    }
    arguments.command.run(&terminal).unwrap_or_else(|fault| {
        terminal.complain(&fault);
        ExitCode::from(2)
    })
}
