//! `simulate`: run the rule.

use super::{
    Source, heading,
    spectrum::{point_in_use, verdict},
    table::{Table, maybe},
    terminal::Terminal,
};
use crate::{
    analysis::{Outcome, Trajectory},
    experiment::{self, Experiment, Fault, Shadow},
    game::Game,
};
use std::{
    io::{self, Write},
    num::NonZeroU32,
    process::ExitCode,
};

/// Run the rule and set the measured rate beside the predicted one
#[derive(clap::Args)]
pub(super) struct Simulate {
    #[command(flatten)]
    source: Source,
    /// Print JSON: rates, periods, verdict, what became of the run, and why they differ if they do
    #[arg(long, conflicts_with = "format")]
    json: bool,
    /// What to print; csv is the run itself, a row a step, row 0 the start
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
    /// In a CSV, print every K-th step only
    #[arg(long, value_name = "K", default_value = "1")]
    every: NonZeroU32,
    /// Follow two flows beside the run: that of the field, and the one that passes through the steps to second order
    ///
    /// A rule of finite steps does not follow its field but a modified one (backward error analysis). In a CSV its flow
    /// stands in the columns modified_…, that of the field itself in flow_….
    #[arg(long)]
    modified: bool,
}

/// The outcome, with the flows where they are asked for.
#[derive(serde::Serialize)]
struct Report {
    #[serde(flatten)]
    outcome: Outcome,
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    shadow: Option<Shadow>,
}

#[derive(Clone, Copy, clap::ValueEnum)]
enum Format {
    Text,
    Json,
    Csv,
}

impl Simulate {
    pub(super) fn run(&self, terminal: &Terminal) -> Result<ExitCode, Fault> {
        let all = self.source.each(&[], terminal)?;
        all.iter().try_for_each(|e| e.holds().map_err(|fault| e.blame(fault)))?;
        if let (Format::Csv, [experiment]) = (self.format, &all[..]) {
            let (run, outcome) = experiment::simulate(experiment);
            let shadow = self.modified.then(|| experiment::shadow(experiment, &run)).transpose()?;
            heading::note(experiment, terminal);
            terminal.note(&said(&outcome));
            terminal.print(|out| csv(out, experiment, &run, shadow.as_ref(), self.every))?;
            return Ok(ExitCode::SUCCESS);
        }
        if let Format::Csv = self.format {
            return Err(Fault::new("a CSV holds one run, not all variants")
                .help("name one with --variant, or `saddleflow run` writes all of them"));
        }
        let answers = all.iter().map(|experiment| Ok((experiment, self.report(experiment)?)));
        let answers = answers.collect::<Result<Vec<_>, Fault>>()?;
        if self.json || matches!(self.format, Format::Json) {
            answers.iter().for_each(|(_, report)| terminal.note(&said(&report.outcome)));
            heading::json(&self.source, &answers, terminal)?;
        } else {
            let screens = answers.iter().map(|(experiment, report)| self.screen(experiment, report, terminal));
            terminal.say(&screens.collect::<Vec<_>>().join("\n"))?;
        }
        Ok(ExitCode::SUCCESS)
    }

    fn report(&self, experiment: &Experiment) -> Result<Report, Fault> {
        let (run, outcome) = experiment::simulate(experiment);
        let shadow = self.modified.then(|| experiment::shadow(experiment, &run)).transpose()?;
        Ok(Report { outcome, shadow })
    }

    fn screen(&self, experiment: &Experiment, Report { outcome, shadow }: &Report, terminal: &Terminal) -> String {
        let flows = shadow.as_ref().map_or(String::new(), |s| {
            format!(
                "\nNever farther than {:.3e} from the modified flow, {:.3e} from the flow of the field.",
                s.modified_distance, s.flow_distance
            )
        });
        let mut table = Table::new(&["", "predicted", "measured"], &[]);
        table.row(["rate a step".into(), maybe(outcome.predicted.rate), maybe(outcome.measured.rate)]);
        table.row(["steps a turn".into(), maybe(outcome.predicted.period), maybe(outcome.measured.period)]);
        format!(
            "{}\n{}\n{}\n{}{flows}\n\nsaddleflow simulate {} --format csv: the run itself\n",
            heading::heading(experiment, terminal) + &point_in_use(experiment),
            table.text(),
            verdict(outcome.verdict.kind, &outcome.verdict.sentence, terminal),
            said(outcome),
            self.source.repeat(experiment),
        )
    }
}

/// What became of the run, and where it is explained.
fn said(outcome: &Outcome) -> String {
    let why = outcome.claim.map_or(String::new(), |claim| format!("\nsaddleflow explain {claim}: why"));
    format!("{}{why}", outcome.sentence)
}

/// `theta` and `psi`, numbered unless each is one number, and the same for averages.
pub(super) fn columns(experiment: &Experiment, width: usize) -> Vec<String> {
    let [a, b] = experiment.game().dims();
    let name = |stem: &str, k: usize| if [a, b] == [1, 1] { stem.to_string() } else { format!("{stem}_{k}") };
    let x: Vec<String> = (0..a).map(|k| name("theta", k)).chain((0..b).map(|k| name("psi", k))).collect();
    let averages = x.iter().map(|c| format!("average_{c}")).take(width - (a + b));
    x.iter().cloned().chain(averages).collect()
}

/// Numbers are written so that they read back to the same bits.
fn csv(
    out: &mut dyn Write,
    experiment: &Experiment,
    run: &Trajectory,
    shadow: Option<&Shadow>,
    every: NonZeroU32,
) -> io::Result<()> {
    let mut names = columns(experiment, run.width);
    if shadow.is_some() {
        let own: Vec<String> = names[..run.n].to_vec();
        names.extend(["flow", "modified"].iter().flat_map(|flow| own.iter().map(move |name| format!("{flow}_{name}"))));
    }
    writeln!(out, "step,{}", names.join(","))?;
    for k in (0..run.len()).step_by(every.get() as usize) {
        write!(out, "{k}")?;
        let flows = shadow.iter().flat_map(|s| [&s.flow[k], &s.modified[k]]).flatten();
        for x in run.row(k).iter().chain(flows) {
            write!(out, ",{x:?}")?;
        }
        writeln!(out)?;
    }
    Ok(())
}
