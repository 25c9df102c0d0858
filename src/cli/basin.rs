//! `basin`: the fate of a grid of starts.

use super::{Source, heading, terminal::Terminal};
use crate::{
    experiment::{Axis, Fate, Fault},
    num::show::together,
};
use std::{collections::BTreeMap, process::ExitCode};

/// The fate of every start on a grid: which equilibrium, a cycle, or away, and how fast
#[derive(clap::Args)]
pub(super) struct Basin {
    #[command(flatten)]
    source: Source,
    /// θ of the starts
    #[arg(long, value_name = "FROM:TO:COUNT", allow_hyphen_values = true)]
    x: String,
    /// ψ of the starts
    #[arg(long, value_name = "FROM:TO:COUNT", allow_hyphen_values = true)]
    y: String,
    /// csv: theta,psi,fate,steps of every start [default: a summary]
    #[arg(long, value_name = "FORMAT")]
    format: Option<Format>,
}

#[derive(Clone, Copy, clap::ValueEnum)]
enum Format {
    Csv,
}

impl Basin {
    pub(super) fn run(&self, terminal: &Terminal) -> Result<ExitCode, Fault> {
        let experiment = self.source.load(terminal)?;
        let (x, y): (Axis, Axis) = (self.x.parse()?, self.y.parse()?);
        let starts = u64::from(x.count) * u64::from(y.count);
        if !experiment.dense() {
            terminal.note("no dense kernel for this game and rule: the starts run one by one");
        }
        let progress = terminal.progress(starts, "starts");
        let map = experiment.basin(&x, &y, &|many| progress.inc(many))?;
        progress.finish();
        let columns = map.theta.count as usize;
        if self.format.is_some() {
            heading::note(&experiment, terminal);
            terminal.print(|out| {
                writeln!(out, "theta,psi,fate,steps")?;
                for (k, (fate, steps)) in map.fates.iter().enumerate() {
                    let (theta, psi) = (map.theta.value((k % columns) as u32), map.psi.value((k / columns) as u32));
                    writeln!(out, "{theta},{psi},{fate},{steps}")?;
                }
                Ok(())
            })?;
            return Ok(ExitCode::SUCCESS);
        }
        let mut counts: BTreeMap<String, (usize, u64, Fate)> = BTreeMap::new();
        for (fate, steps) in &map.fates {
            let entry = counts.entry(fate.to_string()).or_insert((0, 0, *fate));
            entry.0 += 1;
            entry.1 = entry.1.max(*steps);
        }
        let about = heading::heading(&experiment, terminal);
        let mut text = format!("{about}{starts} starts, {} steps\n", experiment.steps);
        for (name, (count, slowest, fate)) in counts {
            let place = match fate {
                Fate::Equilibrium(k) => {
                    // What Newton's method found is 0 to rounding beside 1.
                    let x = together(&map.equilibria[k], 1.0);
                    format!(" at θ = {}, ψ = {}, the slowest in {slowest} steps", x[0], x[1])
                }
                Fate::Diverges => format!(", the last after {slowest} steps"),
                Fate::Cycle | Fate::Undecided => String::new(),
            };
            text += &format!("{:6.2} %  {name}{place}\n", 100.0 * count as f64 / map.fates.len() as f64);
        }
        terminal.say(&(text + "\n--format csv prints every start\n"))?;
        Ok(ExitCode::SUCCESS)
    }
}
