//! `train`: networks, batch after batch.

use super::{Source, heading, run::stem, terminal::Terminal};
use crate::{
    experiment::{Experiment, Fault, store::Shelf},
    measure::Solution,
    train::{Checkpoint, Diverged, Evaluation, Judge, Training},
};
use indicatif::ProgressBar;
use std::{
    path::{Path, PathBuf},
    process::ExitCode,
};

/// Train the networks of an experiment in single precision
///
/// EXPERIMENT may be a checkpoint of an earlier run: the run goes on from there, with the same bits as one that was never
/// interrupted. DIR receives metrics.csv (a row an evaluation), checkpoints in safetensors, and samples.csv, the samples
/// of the last evaluation. `saddleflow explain training` says what the words energy, flat and unsettled mean.
#[derive(clap::Args)]
pub(super) struct Train {
    #[command(flatten)]
    source: Source,
    /// The directory for metrics, samples and checkpoints [default: runs/EXPERIMENT]
    #[arg(long, value_name = "DIR", value_hint = clap::ValueHint::DirPath)]
    out: Option<PathBuf>,
    /// Evaluate every so many iterations
    #[arg(long, value_name = "K", default_value_t = 1000, value_parser = clap::value_parser!(u64).range(1..))]
    every: u64,
    /// Leave a checkpoint every so many evaluations, at the start and at the end
    #[arg(long, value_name = "K", default_value_t = 5, value_parser = clap::value_parser!(u64).range(1..))]
    checkpoint: u64,
    /// Points of the samples whose exact Wasserstein distance is taken
    #[arg(long, value_name = "N", default_value_t = 2048, value_parser = clap::value_parser!(u32).range(1..=5000))]
    points: u32,
    /// Print for programs: a row an evaluation
    #[arg(long, value_name = "FORMAT")]
    format: Option<Format>,
}

#[derive(Clone, Copy, PartialEq, clap::ValueEnum)]
enum Format {
    Csv,
}

const HEADER: &str =
    "iteration,loss_generator,loss_discriminator,w1,w1_average,modes,least_mode,good,d_value,d_slope,d_rise,solution\n";

impl Train {
    pub(super) fn run(&self, terminal: &Terminal) -> Result<ExitCode, Fault> {
        let (experiment, checkpoint) = self.load(terminal)?;
        let game = experiment.network()?.clone();
        let out = self.out.clone().unwrap_or_else(|| PathBuf::from("runs").join(stem(&experiment)));
        let shelf = Shelf::at(&out)?;
        let judge = experiment.judge(self.points as usize)?;
        let (adjust, rule) = (experiment.field.adjust.clone(), experiment.rule.clone());
        let training = match &checkpoint {
            None => Training::new(game, adjust, rule, &experiment.start),
            Some(from) => Training::resume(game, adjust, rule, from)
                .map_err(|e| Fault::new(e.to_string()).within(&self.source.experiment))?,
        };
        if training.t() > experiment.steps {
            let what = format!("the checkpoint is one of step {}, after the last, {}", training.t(), experiment.steps);
            return Err(Fault::new(what).help("ask for more steps with --set run.steps=…"));
        }
        let mut log = Log { metrics: earlier(&shelf, training.t()), csv: self.format.is_some(), shelf, experiment };
        heading::note(&log.experiment, terminal);
        if log.csv {
            terminal.say(HEADER)?;
        }
        self.go(terminal, training, &judge, &mut log)
    }

    /// An experiment, or the one in a checkpoint and the checkpoint itself.
    fn load(&self, terminal: &Terminal) -> Result<(Experiment, Option<Checkpoint>), Fault> {
        let path = Path::new(&self.source.experiment);
        if path.extension().is_none_or(|e| e != "safetensors") {
            return Ok((self.source.load(terminal)?, None));
        }
        let checkpoint = Checkpoint::read(path).map_err(|e| Fault::new(e.to_string()))?;
        let Some(text) = checkpoint.texts.get("experiment") else {
            return Err(Fault::new(format!("{} holds no experiment, so it cannot be trained on", path.display())));
        };
        Ok((self.source.parse(text, terminal)?, Some(checkpoint)))
    }

    fn go(&self, terminal: &Terminal, mut training: Training, judge: &Judge, log: &mut Log) -> Result<ExitCode, Fault> {
        let steps = log.experiment.steps;
        let bar = terminal.bar(steps, "iterations");
        bar.set_position(training.t());
        bar.reset_eta();
        let begun = training.t();
        let mut last = None;
        loop {
            let t = training.t();
            let end = t == steps;
            if end || t.is_multiple_of(self.every) {
                let evaluation = judge.evaluate(&training);
                // A run that goes on has this checkpoint already, and the row unless it writes elsewhere now.
                let again = t == begun && t > 0;
                log.evaluated(terminal, &evaluation, &bar, again && log.metrics.lines().count() > 1)?;
                if !again && (end || t.is_multiple_of(self.every * self.checkpoint)) {
                    log.checkpoint(&training)?;
                }
                last = Some(evaluation);
            }
            if end {
                break;
            }
            if let Err(diverged) = training.step() {
                bar.finish_and_clear();
                return log.diverged(terminal, diverged);
            }
            if training.t().is_multiple_of(64) {
                bar.set_position(training.t());
            }
        }
        bar.finish_and_clear();
        if let (Some(last), false) = (last, log.csv) {
            terminal.say(&log.summary(&last))?;
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// The rows up to step t of metrics that are there already.
fn earlier(shelf: &Shelf, t: u64) -> String {
    let mut rows = String::from(HEADER);
    if t > 0
        && let Ok(text) = std::fs::read_to_string(shelf.file(METRICS))
        && text.starts_with(HEADER)
    {
        let step = |row: &str| row.split(',').next().and_then(|s| s.parse::<u64>().ok());
        for row in text.lines().skip(1).filter(|row| step(row).is_some_and(|s| s <= t)) {
            rows += &format!("{row}\n");
        }
    }
    rows
}

const METRICS: &str = "metrics.csv";
const SAMPLES: &str = "samples.csv";

/// What a run leaves.
struct Log {
    experiment: Experiment,
    shelf: Shelf,
    metrics: String,
    csv: bool,
}

impl Log {
    fn write(&self, name: &str, bytes: &[u8]) -> Result<(), Fault> {
        let place =
            |fault: Fault| fault.help("the run stops here; earlier checkpoints are whole, train one of them to go on");
        self.shelf.write(name, bytes).map(|_| ()).map_err(place)
    }

    fn evaluated(&mut self, terminal: &Terminal, e: &Evaluation, bar: &ProgressBar, known: bool) -> Result<(), Fault> {
        let maybe = |x: Option<f64>| x.map_or(String::new(), |x| format!("{x:?}"));
        let [g, d] = e.losses;
        let modes = match &e.coverage {
            Some(c) => format!("{},{:?},{:?}", c.covered, c.least(), c.good),
            None => ",,".into(),
        };
        let at = &e.diagnosis;
        let stands = format!("{:?},{:?},{:?},{}", at.value, at.slope, at.rise, e.solution().word());
        let row = format!("{},{g:?},{d:?},{:?},{},{modes},{stands}\n", e.step, e.w1, maybe(e.w1_average));
        bar.set_message(format!("L_G {g:.3}  L_D {d:.3}  W₁ {:.4}", e.w1));
        bar.set_position(e.step);
        if self.csv {
            terminal.say(&row)?;
        }
        if !known {
            self.metrics += &row;
        }
        self.write(METRICS, self.metrics.as_bytes())?;
        let mut samples = String::from("sample,x,y\n");
        for (name, cloud) in
            [("real", Some(&e.real)), ("generated", Some(&e.generated)), ("averaged", e.averaged.as_ref())]
        {
            cloud.into_iter().flatten().for_each(|[x, y]| samples += &format!("{name},{x:?},{y:?}\n"));
        }
        self.write(SAMPLES, samples.as_bytes())
    }

    fn checkpoint(&self, training: &Training) -> Result<(), Fault> {
        let mut checkpoint = training.checkpoint();
        checkpoint.texts.insert("experiment".into(), self.experiment.text());
        checkpoint.texts.insert("saddleflow".into(), env!("CARGO_PKG_VERSION").into());
        self.write(&format!("checkpoint-{:08}.safetensors", training.t()), &checkpoint.bytes())
    }

    /// A run that leaves the finite numbers is a result.
    fn diverged(&self, terminal: &Terminal, diverged: Diverged) -> Result<ExitCode, Fault> {
        if self.csv {
            terminal.note(&diverged.to_string())
        } else {
            terminal.say(&format!("{diverged}\n"))?
        }
        Ok(ExitCode::SUCCESS)
    }

    fn summary(&self, e: &Evaluation) -> String {
        let mut text = format!("{}\nW₁ {:.4} after {} iterations", self.experiment.headline(), e.w1, e.step);
        if let Some(mean) = e.w1_average {
            text += &format!(", {mean:.4} for the averaged generator");
        }
        text += "\n";
        if let Some(c) = &e.coverage {
            text += &format!(
                "{} of {} modes covered, {:.1} % of the samples within 3σ of a mode, {:.1} % at the one with the fewest\n",
                c.covered,
                c.shares.len(),
                100.0 * c.good,
                100.0 * c.least()
            );
        }
        let d = &e.diagnosis;
        let stands = match (d.solution(), e.arrived()) {
            (Solution::Energy, true) => "flat on the data, faker around them: an energy solution",
            (Solution::Flat, true) => "flat on the data and around them: a flat solution",
            (Solution::Energy, false) => "faker around the data, but the generator is not with them: no solution",
            (Solution::Flat, false) => "flat there, but the generator is not with the data: no solution",
            (Solution::Unsettled, _) => "it still slopes there",
        };
        text += &format!("D on the data: √E D² {:.3}, √E‖∇D‖² {:.3}; {stands}\n", d.value, d.slope);
        text + &format!("\n{}\n", self.shelf.file(METRICS).display())
    }
}
