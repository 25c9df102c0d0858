//! `animate`: a run as a film.

use super::{Source, heading, scene::Scene, terminal::Terminal};
use crate::{
    experiment::{Experiment, Fault, store::Shelf},
    figures::{
        canvas::{Film, Style},
        film,
    },
    train::Checkpoint,
};
use std::{
    path::{Path, PathBuf},
    process::ExitCode,
};

/// Draw a run step by step, as an animated GIF
///
/// A game of two parameters is run in its phase plane. Networks are trained, and drawn are their samples over the
/// landscape of the discriminator. EXPERIMENT may also be the directory of a training run, whose checkpoints are the
/// pictures; `saddleflow train ring_r1 --every 200 --checkpoint 1` leaves a hundred.
#[derive(clap::Args)]
pub(super) struct Animate {
    #[command(flatten)]
    source: Source,
    /// The file to write
    #[arg(long, short, value_name = "FILE.gif", value_hint = clap::ValueHint::FilePath)]
    out: PathBuf,
    /// At most so many pictures after the first, evenly over the run
    #[arg(long, value_name = "N", default_value_t = 60, value_parser = clap::value_parser!(u16).range(1..=500))]
    pictures: u16,
    /// Pictures a second
    #[arg(long, value_name = "N", default_value_t = 10, value_parser = clap::value_parser!(u16).range(1..=50))]
    rate: u16,
    /// Width in pixels
    #[arg(long, value_name = "N", default_value_t = 480, value_parser = clap::value_parser!(u16).range(200..=2000))]
    width: u16,
    #[command(flatten)]
    scene: Scene,
}

/// What is to be drawn.
enum Run {
    /// Of this experiment, from its start.
    Whole(Experiment),
    /// What is left of a run of this experiment.
    Left(Experiment, Vec<(String, Checkpoint)>),
}

impl Animate {
    pub(super) fn run(&self, terminal: &Terminal) -> Result<ExitCode, Fault> {
        let (shelf, name) = self.place()?;
        let style = Style::column();
        let view = self.scene.view(style)?;
        let run = self.load(terminal)?;
        let (Run::Whole(experiment) | Run::Left(experiment, _)) = &run;
        heading::note(experiment, terminal);
        let count = u64::from(self.pictures);
        let length = match &run {
            Run::Whole(e) => count.min(e.steps) + 1,
            Run::Left(_, checkpoints) => checkpoints.len() as u64,
        };
        // Each picture is computed, then rendered.
        let bar = terminal.bar(2 * length, "pictures");
        let done = || bar.inc(1);
        let pictures = match &run {
            Run::Whole(e) => film::of_run(e, &view, count, &done)?,
            Run::Left(e, checkpoints) => film::of_checkpoints(e, checkpoints, &view, &done)?,
        };
        let film = Film { pixels_per_point: f64::from(self.width) / style.width, rate: self.rate };
        let bytes = film.gif(&pictures, &done).map_err(|e| Fault::new(e.to_string()))?;
        bar.finish_and_clear();
        let path = shelf.write(&name, &bytes)?;
        terminal.say(&format!("{}\n", path.display()))?;
        terminal.note(&format!("{} pictures, {} kB", pictures.len(), bytes.len().div_ceil(1000)));
        Ok(ExitCode::SUCCESS)
    }

    /// The directory of the film and its name there.
    fn place(&self) -> Result<(Shelf, String), Fault> {
        let shown = self.out.display();
        let name = self.out.file_name().filter(|_| self.out.extension().is_some_and(|e| e.eq_ignore_ascii_case("gif")));
        let Some(name) = name else {
            let what = format!("--out {shown} does not end in .gif");
            return Err(Fault::new(what).help("a film is written as GIF; `portrait` draws SVG, PDF and PNG"));
        };
        if self.out.is_dir() {
            return Err(Fault::new(format!("--out {shown} is a directory")).help("name a file in it"));
        }
        let parent = self.out.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
        Ok((Shelf::at(parent)?, name.to_string_lossy().into_owned()))
    }

    fn load(&self, terminal: &Terminal) -> Result<Run, Fault> {
        let path = Path::new(&self.source.experiment);
        if path.extension().is_some_and(|e| e == "safetensors") {
            let what = format!("{} is one state of a run, which makes no film", path.display());
            return Err(Fault::new(what).help("name the directory that holds all checkpoints; `portrait` draws one"));
        }
        if !path.is_dir() {
            return self.scene.load(&self.source, terminal).map(Run::Whole);
        }
        let found = checkpoints(path)?;
        let most = usize::from(self.pictures).min(found.len().saturating_sub(1));
        let chosen = (0..=most).filter_map(|k| found.get(k * found.len().saturating_sub(1) / most.max(1)));
        let read = |path: &PathBuf| Ok((path.display().to_string(), Checkpoint::read(path)?));
        let checkpoints = chosen.map(read).collect::<Result<Vec<_>, Fault>>()?;
        let Some((last, checkpoint)) = checkpoints.last() else {
            let what = format!("{} holds no checkpoint of a run", path.display());
            return Err(Fault::new(what).help("`saddleflow train EXPERIMENT --out DIR --checkpoint 1` leaves some"));
        };
        let Some(text) = checkpoint.texts.get("experiment") else {
            return Err(Fault::new(format!("{last} holds no experiment")));
        };
        Ok(Run::Left(self.source.parse(text, terminal)?, checkpoints))
    }
}

/// The checkpoints in a directory, in the order of their names.
fn checkpoints(directory: &Path) -> Result<Vec<PathBuf>, Fault> {
    let failed = |e: std::io::Error| Fault::new(format!("{} cannot be read: {e}", directory.display()));
    let mut found = Vec::new();
    for entry in std::fs::read_dir(directory).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        if path.extension().is_some_and(|e| e == "safetensors") {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}
