//! `portrait`: the phase plane of a two-parameter game, the plane of the data of networks.

use super::{Source, batch::Batch, place::point, run::stem, terminal::Terminal};
use crate::{
    experiment::{Fault, store::Shelf},
    figures::{
        canvas::{DrawError, Style},
        portrait::{View, Window, portrait},
    },
};
use std::{path::PathBuf, process::ExitCode};

/// Draw the phase plane: field, nullclines, runs, integral curves and equilibria
///
/// Writes EXPERIMENT.svg, .pdf and .png, and field.csv with the field at the arrows (theta, psi, v_theta, v_psi). Of
/// networks: both samples in the plane of the data, the logit D and −∇D (x, y, logit, slope_x, slope_y).
#[derive(clap::Args)]
pub(super) struct Portrait {
    #[command(flatten)]
    source: Source,
    #[command(flatten)]
    batch: Batch,
    /// Where to write
    #[arg(long, value_name = "DIR", value_hint = clap::ValueHint::DirPath)]
    out: PathBuf,
    /// θ from A to B, ψ from C to D; x and y of networks
    #[arg(long, value_name = "A,B,C,D", allow_hyphen_values = true, default_value = "-2,2,-2,2")]
    window: String,
    /// Arrows along each side
    #[arg(long, value_name = "N", default_value_t = 10, value_parser = clap::value_parser!(u16).range(2..=200))]
    grid: u16,
    /// Size of the letters in points, from 4 to 40
    #[arg(long, value_name = "S", default_value_t = 8.0)]
    font_size: f64,
    /// Start a run here: θ,ψ (repeatable) [default: the experiment's starts]
    #[arg(long, value_name = "A,B", allow_hyphen_values = true)]
    start: Vec<String>,
}

impl Portrait {
    pub(super) fn run(&self, terminal: &Terminal) -> Result<ExitCode, Fault> {
        let starts: Vec<Vec<f64>> = self.start.iter().map(|s| point("--start", s)).collect::<Result<_, _>>()?;
        let sets = match starts.split_first() {
            Some((first, rest)) => vec![format!("run.start={first:?}"), format!("run.also={rest:?}")],
            None => vec![],
        };
        let mut experiment = self.source.load_with(&sets)?;
        self.batch.give(&mut experiment)?;
        if !(4.0..=40.0).contains(&self.font_size) {
            return Err(Fault::new(format!("--font-size {} is not a size from 4 to 40 points", self.font_size)));
        }
        let style = Style::column().font_size(self.font_size);
        let view = View { window: window(&self.window)?, grid: self.grid.into(), style };
        let shelf = Shelf::at(&self.out)?;
        let plate = portrait(&experiment, &view)?;
        let failed = |e: DrawError| Fault::new(e.to_string());
        let stem = stem(&experiment);
        let files = [
            (format!("{stem}.svg"), plate.drawing.svg().as_bytes().to_vec()),
            (format!("{stem}.pdf"), plate.drawing.pdf().map_err(failed)?),
            (format!("{stem}.png"), plate.drawing.png().map_err(failed)?),
            ("field.csv".into(), plate.numbers.csv().into_bytes()),
        ];
        for (name, bytes) in files {
            let path = shelf.write(&name, &bytes)?;
            terminal.say(&format!("{}\n", path.display()))?;
        }
        Ok(ExitCode::SUCCESS)
    }
}

fn window(text: &str) -> Result<Window, Fault> {
    match point("--window", text)?[..] {
        [a, b, c, d] if a < b && c < d => Ok(Window { theta: [a, b], psi: [c, d] }),
        _ => Err(Fault::new(format!("--window {text:?} is not a window"))
            .help("write A,B,C,D for θ from A to B and ψ from C to D, for example --window -2,2,-1.5,1.5")),
    }
}
