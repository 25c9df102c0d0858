//! `basin`: the fate of a grid of starts.

use super::{Source, heading, terminal::Terminal};
use crate::experiment::{Axis, Fate, Fault};
use std::{collections::BTreeMap, process::ExitCode, time::Instant};

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
            // A block of starts, after a first one that warms the process up.
            let sample = Axis { count: x.count.min(64), ..x.clone() };
            let mut estimate = 0.0;
            for _ in 0..2 {
                let clock = Instant::now();
                experiment.basin(&sample, &Axis { count: 1, ..y.clone() }, &|_| ())?;
                let each = clock.elapsed().as_secs_f64() / f64::from(sample.count);
                estimate = each * starts as f64 / rayon::current_num_threads() as f64;
            }
            terminal.note(&format!(
                "no dense kernel for this game and rule: {starts} starts one by one, about {estimate:.0} s"
            ));
        }
        let bar = terminal.bar(starts, "starts");
        let map = experiment.basin(&x, &y, &|many| bar.inc(many))?;
        bar.finish_and_clear();
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
                Fate::Equilibrium(k) => format!(
                    " at θ = {}, ψ = {}, the slowest in {slowest} steps",
                    map.equilibria[k][0], map.equilibria[k][1]
                ),
                Fate::Diverges => format!(", the last after {slowest} steps"),
                Fate::Cycle | Fate::Undecided => String::new(),
            };
            text += &format!("{:6.2} %  {name}{place}\n", 100.0 * count as f64 / map.fates.len() as f64);
        }
        terminal.say(&(text + "\n--format csv prints every start\n"))?;
        Ok(ExitCode::SUCCESS)
    }
}
