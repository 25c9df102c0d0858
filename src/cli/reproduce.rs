//! `reproduce`: every figure and claim.

use super::{
    methods,
    terminal::{Terminal, Tone},
    verify,
};
use crate::{
    claims::CLAIMS,
    experiment::{
        Fault,
        store::{self, Shelf},
    },
    figures::{FIGURES, Figure, Panel, Scope},
};
use rayon::prelude::*;
use serde_json::json;
use std::{
    path::PathBuf,
    process::ExitCode,
    time::{Duration, Instant},
};

/// Draw every figure and check every claim; exit code 1 if a claim fails
///
/// Of each figure: STEM.svg, .png, .csv (what it draws) and .json (how it was made). The same bytes come out each
/// time, and other files in the directory are left alone.
#[derive(clap::Args)]
pub(super) struct Reproduce {
    /// Where to write
    #[arg(long, value_name = "DIR", default_value = "plots", value_hint = clap::ValueHint::DirPath)]
    out: PathBuf,
    /// Only these: stems of figures or claims, or numbers in the paper such as figure_3a, or figure_3 for all its panels
    #[arg(long, value_name = "STEM", num_args = 1..)]
    only: Vec<String>,
    /// Also the figures that take long, and every panel that has a number in the paper, on its own
    #[arg(long)]
    all: bool,
    /// Also PDF
    #[arg(long)]
    pdf: bool,
}

/// One picture to draw: a figure, or one panel of it under its number in the paper.
struct Job {
    stem: &'static str,
    figure: &'static Figure,
    panel: Option<&'static Panel>,
}

/// Whether a name is asked for: itself, or as a panel `figure_3a` of `figure_3`.
fn meant(only: &str, name: &str) -> bool {
    let panel = |rest: &str| only.starts_with("figure_") && rest.len() == 1 && rest.chars().all(char::is_alphabetic);
    name == only || name.strip_prefix(only).is_some_and(panel)
}

/// What became of a job.
struct Done {
    files: Vec<PathBuf>,
    took: Duration,
}

impl Reproduce {
    pub(super) fn run(&self, terminal: &Terminal) -> Result<ExitCode, Fault> {
        let begun = Instant::now();
        let (jobs, claims) = self.select()?;
        self.announce(&jobs, terminal);
        let shelf = Shelf::at(&self.out)?;
        let bar = terminal.bar(jobs.len() as u64, "figures");
        // Every figure is written as soon as it is drawn.
        let done: Vec<Result<Done, Fault>> = jobs
            .par_iter()
            .map(|job| {
                let done = self.draw(job, &shelf);
                bar.inc(1);
                done
            })
            .collect();
        bar.finish_and_clear();
        for (job, done) in jobs.iter().zip(done) {
            let Done { files, took } = done?;
            let names: Vec<String> = files.iter().map(|f| f.display().to_string()).collect();
            terminal.say(&format!("{}\n", names.join("  ")))?;
            terminal.note(&format!("{} took {:.1} s", job.stem, took.as_secs_f64()));
        }
        let records = verify::check(&claims, false, terminal);
        if self.only.is_empty() {
            let methods = methods::table(terminal)?;
            if !methods.is_empty() {
                terminal.say(&format!("\n{methods}\n"))?;
            }
        }
        for r in records.iter().filter(|r| !r.passed) {
            let word = terminal.paint(Tone::Bad, "fails");
            terminal.say(&format!("{} {word}: {} (saddleflow verify {})\n", r.stem, r.title, r.stem))?;
        }
        if !claims.is_empty() {
            terminal.say(&format!("{}\n", verify::summary(&records, terminal)))?;
        }
        terminal.note(&format!(
            "{} figures, {} claims in {:.1} s",
            jobs.len(),
            claims.len(),
            begun.elapsed().as_secs_f64()
        ));
        Ok(if records.iter().all(|r| r.passed) { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }

    /// What is asked for, in the order of the paper.
    fn select(&self) -> Result<(Vec<Job>, Vec<&'static crate::claims::Claim>), Fault> {
        let wanted = |stem: &str| self.only.is_empty() || self.only.iter().any(|o| o == stem);
        let named = |paper: &str| self.only.iter().any(|only| meant(only, paper));
        let mut jobs = Vec::new();
        for figure in FIGURES {
            // What takes long is drawn where it is asked for.
            if wanted(figure.stem) && (figure.seconds == 0 || self.all || !self.only.is_empty()) {
                jobs.push(Job { stem: figure.stem, figure, panel: None });
            }
            for panel in figure.panels.iter().filter(|p| !p.paper.is_empty()) {
                if named(panel.paper) || (self.all && wanted(figure.stem)) {
                    jobs.push(Job { stem: panel.paper, figure, panel: Some(panel) });
                }
            }
        }
        let claims: Vec<_> = CLAIMS.iter().filter(|c| wanted(c.stem)).collect();
        let panels = FIGURES.iter().flat_map(|f| f.panels).map(|p| p.paper).filter(|p| !p.is_empty());
        let all: Vec<&str> =
            FIGURES.iter().map(|f| f.stem).chain(panels).chain(CLAIMS.iter().map(|c| c.stem)).collect();
        match self.only.iter().find(|only| !all.iter().any(|name| meant(only, name))) {
            Some(wrong) => Err(Fault::new(format!("--only {wrong}: there is no such figure, panel or claim"))
                .likely(wrong, &all)
                .help("`saddleflow list figures` and `saddleflow list claims` print them")),
            None => Ok((jobs, claims)),
        }
    }

    /// Says how long it will take, or what is left out because it takes long.
    fn announce(&self, jobs: &[Job], terminal: &Terminal) {
        let estimate: u32 = jobs.iter().map(|job| job.figure.seconds).sum();
        if estimate > 0 {
            terminal.note(&format!("some of the figures take long: about {estimate} s on two cores"));
        }
        let drawn = |stem| jobs.iter().any(|job| job.stem == stem);
        let left: Vec<_> = FIGURES.iter().filter(|f| self.only.is_empty() && !drawn(f.stem)).collect();
        for figure in left {
            terminal.note(&format!("{} is left to --all: about {} s", figure.stem, figure.seconds));
        }
    }

    fn draw(&self, job: &Job, shelf: &Shelf) -> Result<Done, Fault> {
        let begun = Instant::now();
        let failed = |e: crate::figures::canvas::DrawError| Fault::new(format!("{}: {e}", job.stem));
        let experiment = job.figure.experiment()?;
        let plate = job.figure.plate(Scope { style: None, panel: job.panel.map(|p| p.key) })?;
        let csv = plate.numbers.csv();
        let variants: Vec<_> = experiment
            .variants()
            .iter()
            .map(|(name, variant)| json!({ "name": name, "experiment": variant.resolved() }))
            .collect();
        let manifest = json!({
            "saddleflow": env!("CARGO_PKG_VERSION"),
            "figure": job.figure.stem,
            "panel": job.panel.map(|p| p.key),
            "title": job.figure.title,
            "seed": experiment.seed,
            "csv_sha256": store::digest(csv.as_bytes()),
            "variants": variants,
        });
        let mut contents = vec![
            ("svg", plate.drawing.svg().as_bytes().to_vec()),
            ("png", plate.drawing.png().map_err(failed)?),
            ("csv", csv.into_bytes()),
            ("json", (store::json(&manifest)? + "\n").into_bytes()),
        ];
        if self.pdf {
            contents.push(("pdf", plate.drawing.pdf().map_err(failed)?));
        }
        let write = |(kind, bytes): &(&str, Vec<u8>)| shelf.write(&format!("{}.{kind}", job.stem), bytes);
        let files = contents.iter().map(write).collect::<Result<_, _>>()?;
        Ok(Done { files, took: begun.elapsed() })
    }
}
