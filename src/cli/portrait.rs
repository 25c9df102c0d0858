//! `portrait`: the phase plane of a two-parameter game, the plane of the data of networks.

use super::{Source, batch::Batch, heading, run::stem, scene::Scene, terminal::Terminal};
use crate::{
    experiment::{Fault, store::Shelf},
    figures::{
        canvas::{DrawError, Style},
        portrait::portrait,
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
    /// Size of the letters in points, from 4 to 40
    #[arg(long, value_name = "S", default_value_t = 8.0)]
    font_size: f64,
    #[command(flatten)]
    scene: Scene,
}

impl Portrait {
    pub(super) fn run(&self, terminal: &Terminal) -> Result<ExitCode, Fault> {
        let mut experiment = self.scene.load(&self.source, terminal)?;
        self.batch.give(&mut experiment)?;
        if !(4.0..=40.0).contains(&self.font_size) {
            return Err(Fault::new(format!("--font-size {} is not a size from 4 to 40 points", self.font_size)));
        }
        let view = self.scene.view(Style::column().font_size(self.font_size))?;
        let shelf = Shelf::at(&self.out)?;
        heading::note(&experiment, terminal);
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
